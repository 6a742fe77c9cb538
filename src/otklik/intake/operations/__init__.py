"""Deeds that bring items into the register: one file, one deed, one transaction."""
