"""Figures of a month, the same as in the note for the head."""
