"""The house tests itself: what no single room can promise."""
