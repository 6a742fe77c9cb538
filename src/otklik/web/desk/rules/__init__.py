"""Rules and mechanisms of fast resolution: written, tried on the past, switched on, entered."""
