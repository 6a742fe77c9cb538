"""Tests of the room of appeals."""
