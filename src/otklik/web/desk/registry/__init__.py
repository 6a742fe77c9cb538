"""The directories of the centre, seen by all who work with cases, edited by the administrator."""
