"""The card of a case, its deeds, and registration by hand."""
