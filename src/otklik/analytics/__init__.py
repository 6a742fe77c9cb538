"""Figures of the centre: measures over the facts of the register."""
