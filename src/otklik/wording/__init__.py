"""How an answer is written: what it names, how plainly, what it must not hold. Pure."""

from otklik.wording.checks import CHECKS, judge
from otklik.wording.findings import Finding, Matter, Place, Verdict
from otklik.wording.readability import Readability, readability_of
from otklik.wording.reuse import as_draft

__all__ = [
    "CHECKS",
    "Finding",
    "Matter",
    "Place",
    "Readability",
    "Verdict",
    "as_draft",
    "judge",
    "readability_of",
]
