"""The log of the centre: who did what, who looked at personal data, and whether it is whole."""
