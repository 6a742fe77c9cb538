"""Whether two texts are one message, two messages of one pattern, or have nothing in common."""

from dataclasses import dataclass, replace
from enum import StrEnum

from otklik.understanding.duplicates.differences import Difference, differences_of
from otklik.understanding.duplicates.matching import Match, match_words
from otklik.understanding.duplicates.wording import Wording, wording_of

LOOK_ALIKE = 0.45
COPY = 0.54
# A text shortened by half still has nearly all its words in the other.
PART_OF_OTHER = 0.9
SHORTEST_PART = 0.3
FEWEST_WORDS = 4.0
MOST_SHARED = 12


class Verdict(StrEnum):
    """What the comparison says."""

    SAME = "same"
    ANOTHER_TROUBLE = "another_trouble"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict, ``score`` from 0 to 1 for the likeness of the words, and the evidence."""

    verdict: Verdict
    score: float
    shared_words: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def compare(text_a: str, text_b: str) -> Comparison:
    """Return whether two texts say one thing: the order of the two does not matter."""
    if text_b < text_a:
        # Which slip is forgiven first may depend on the order: one order for both ways.
        found = compare(text_b, text_a)
        turned = tuple(difference.turned for difference in found.differences)
        return replace(found, differences=turned)
    a, b = wording_of(text_a), wording_of(text_b)
    if not a.tokens or not b.tokens:
        is_same = a.tokens == b.tokens
        return Comparison(Verdict.SAME if is_same else Verdict.DIFFERENT, float(is_same))
    match = match_words(a, b)
    score = _score(a, b, match)
    if score < LOOK_ALIKE:
        return Comparison(Verdict.DIFFERENT, score, _shared(a, match))
    differences = differences_of(a, b, match)
    verdict = Verdict.SAME if score >= COPY else Verdict.DIFFERENT
    if any(difference.parts for difference in differences):
        verdict = Verdict.ANOTHER_TROUBLE
    return Comparison(verdict, score, _shared(a, match), differences)


def _score(a: Wording, b: Wording, match: Match) -> float:
    dice = match.dice
    low, high = sorted((match.share_a, match.share_b))
    shared = min(a.weight * match.share_a, b.weight * match.share_b)
    if high >= PART_OF_OTHER and low >= SHORTEST_PART and shared >= FEWEST_WORDS:
        return max(dice, high * COPY / PART_OF_OTHER)
    return dice


def _shared(a: Wording, match: Match) -> tuple[str, ...]:
    """Return the words in common that tell most: the longest ones."""
    words = {a.words[place] for place in range(len(a.words)) if place not in match.left_a}
    return tuple(sorted(words, key=lambda word: (-len(word), word))[:MOST_SHARED])
