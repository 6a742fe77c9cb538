"""The centre learns from its own history: what teaches, training, comparing, taking over."""
