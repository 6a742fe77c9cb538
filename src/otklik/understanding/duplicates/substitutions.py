"""One word standing where the other text has another: «убрать мусор» against «убрать снег»."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from otklik.understanding.duplicates.matching import Match
from otklik.understanding.duplicates.wording import Wording, lone_weight_of
from otklik.understanding.place_words import PREPOSITIONS

LONGEST_RUN = 3
# Two words this much alike are one word badly misspelt.
ONE_WORD = 0.6


@dataclass(frozen=True, slots=True)
class Substitution:
    """Words of the one text in the place of words of the other; ``is_name`` for names."""

    words_a: tuple[str, ...]
    words_b: tuple[str, ...]
    weight: float
    is_name: bool


@dataclass(frozen=True, slots=True)
class _Run:
    words: tuple[str, ...]
    has_capital: bool
    is_after_preposition: bool


def substitutions_of(a: Wording, b: Wording, match: Match) -> Iterator[Substitution]:
    """Yield what stands between the same neighbours in both texts and is not alike."""
    runs_b = _runs(b, match.left_b)
    for between, run_a in _runs(a, match.left_a).items():
        run_b = runs_b.get(between)
        if run_b is None or _is_one_word(run_a.words, run_b.words):
            continue
        weight = min(sum(map(lone_weight_of, run.words)) for run in (run_a, run_b))
        if weight >= 1:
            yield Substitution(run_a.words, run_b.words, weight, _are_names(a, b, run_a, run_b))


def _runs(wording: Wording, left: frozenset[int]) -> dict[tuple[str, str], _Run]:
    """Return the short runs of lone words by the stems before and after them."""
    runs: dict[tuple[str, str], _Run] = {}
    stems = wording.stems
    for first in sorted(left):
        if first - 1 in left:
            continue
        after = first + 1
        while after in left:
            after += 1
        if after - first <= LONGEST_RUN:
            before = stems[first - 1] if first else ""
            following = stems[after] if after < len(stems) else ""
            runs[before, following] = _Run(
                words=wording.words[first:after],
                has_capital=not wording.capitals.isdisjoint(stems[first:after]),
                is_after_preposition=before in PREPOSITIONS,
            )
    return runs


def _is_one_word(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return SequenceMatcher(None, "".join(one), "".join(other)).ratio() >= ONE_WORD


def _are_names(a: Wording, b: Wording, run_a: _Run, run_b: _Run) -> bool:
    """Return whether both runs look like names; a text without capitals shows none."""
    if not (run_a.has_capital or run_b.has_capital):
        return False
    shown_a = run_a.has_capital or not a.capitals
    shown_b = run_b.has_capital or not b.capitals
    return shown_a and shown_b or run_a.is_after_preposition
