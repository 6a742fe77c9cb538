"""Personal data that are kept no longer than needed, and what is told when they have leaked."""
