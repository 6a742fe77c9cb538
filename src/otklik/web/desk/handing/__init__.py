"""Handing the cases of a person over to a colleague, with a preview, and taking them back."""
