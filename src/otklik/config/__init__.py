"""Settings and addresses: the one room that knows all others and is imported by none."""
