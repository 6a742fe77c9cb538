"""Copies of one message: which two texts are one, and how to find the other among a million."""

from otklik.understanding.duplicates.comparison import Comparison, Verdict, compare
from otklik.understanding.duplicates.differences import DIFFERENCES, Difference

__all__ = ["DIFFERENCES", "Comparison", "Difference", "Verdict", "compare"]
