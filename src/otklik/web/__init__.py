"""Pages: the desk of the staff. Thin: parse, one call into the house, render."""
