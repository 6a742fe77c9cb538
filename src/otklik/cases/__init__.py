"""The case file from intake to rating: the one big room."""
