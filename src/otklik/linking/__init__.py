"""Cases that belong together: repeats of one message, and problems behind many messages."""
