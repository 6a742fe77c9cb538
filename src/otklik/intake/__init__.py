"""Intake: what brings items into the register, from a row of a file or by hand to a case."""
