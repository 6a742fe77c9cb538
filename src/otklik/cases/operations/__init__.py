"""The deeds of the centre: one file, one deed, one transaction."""
