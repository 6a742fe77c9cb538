"""Copies of one message: which two texts are one, and how to find the other among a million."""

from otklik.understanding.duplicates.comparison import Comparison, Verdict, compare
from otklik.understanding.duplicates.differences import DIFFERENCES, Difference
from otklik.understanding.duplicates.index import SignatureIndex
from otklik.understanding.duplicates.signatures import Signature, signature

__all__ = [
    "DIFFERENCES",
    "Comparison",
    "Difference",
    "Signature",
    "SignatureIndex",
    "Verdict",
    "compare",
    "signature",
]
