"""The desk of the staff: one folder a work place."""
