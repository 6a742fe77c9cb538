"""Tests of the rules and of their dry run."""
