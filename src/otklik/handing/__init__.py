"""Handing cases over to a colleague for a leave or for good, and taking them back."""
