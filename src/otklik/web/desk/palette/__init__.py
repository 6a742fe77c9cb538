""" "Go to…": one field from which every page, list and case is reached."""
