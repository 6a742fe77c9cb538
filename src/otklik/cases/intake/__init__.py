"""From a row of a file to a case: sorting, drafting, storing."""
