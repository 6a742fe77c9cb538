"""The files of a case: attaching, opening, removing."""
