"""What is stored of a text so that its copies are found by looking up a few keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from random import Random

from otklik.core.text import clean_social, words
from otklik.understanding.duplicates.wording import (
    LONGEST_TEXT,
    Number,
    Wording,
    lone_weight_of,
    wording_of,
)

BANDS = 12
ROWS = 2
# Words that one number is paired with, and the numbers of a text that are paired at all.
PARTNERS = 3
NUMBERS = 3
# Endings and slips in them do not change the beginning of a word.
BEGINNING = 5
FEWEST_WORDS = 3
_PRIME = (1 << 61) - 1
_KINDS = ("house", "number", "flat", "phone", "count")
# Fixed for good: stored keys were made with these.
_random = Random(20_261_123)  # noqa: S311 - a repeatable choice is wanted, not a secret one
_PERMUTATIONS = tuple(
    (_random.randrange(1, _PRIME), _random.randrange(_PRIME)) for _ in range(BANDS * ROWS)
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Whole numbers below 2**63, the same in every process and fit for rows of a table.

    ``exact`` is equal for texts that differ in letter case, signs, emoji and tags alone;
    texts that share one of ``keys`` may be copies of each other. A text without words has
    no keys.
    """

    exact: int
    keys: tuple[int, ...]


def signature(text: str) -> Signature:
    """Return the signature of a text; the keys are made of its first 20,000 letters."""
    wording = wording_of(text)
    if not wording.tokens:
        return Signature(_number_of("exact"), ())
    # Beyond that the text is taken as it is: cleaning a megabyte would cost half a second.
    rest = text[LONGEST_TEXT:].lower().split()
    exact = _number_of("exact", *words(clean_social(text[:LONGEST_TEXT])), *rest)
    lowest = _lowest(wording)
    keys = dict.fromkeys((*_keys_of_numbers(wording, lowest), *_keys_of_words(lowest)))
    return Signature(exact, tuple(keys))


def _keys_of_words(lowest: Sequence[int]) -> Iterator[int]:
    """Yield bands of MinHash over the beginnings of telling words."""
    for band in range(BANDS):
        first = band * ROWS
        yield _number_of("words", str(band), *map(str, lowest[first : first + ROWS]))


def _keys_of_numbers(wording: Wording, lowest: Sequence[int]) -> Iterator[int]:
    """Yield pairs of a number and a word: in a register of patterns the number tells most."""
    numbers = sorted(set(wording.numbers), key=_rank)[:NUMBERS]
    # A text without numbers is told by that from the many of its pattern that have one.
    for digits in [_digits(number) for number in numbers] or [""]:
        for place in range(PARTNERS):
            yield _number_of("number", digits, str(place), str(lowest[place]))


def _rank(number: Number) -> tuple[int, int]:
    return _KINDS.index(number.kind), _number_of(number.value)


def _digits(number: Number) -> str:
    """Return the digits a number begins with: its letter may be lost or glued to a word."""
    rest = number.value.lstrip("0123456789")
    return number.value[: len(number.value) - len(rest)]


def _lowest(wording: Wording) -> list[int]:
    """Return, for each permutation, the lowest number among the words of the text."""
    telling = {word[:BEGINNING] for word in wording.words if lone_weight_of(word) >= 1}
    if len(telling) < FEWEST_WORDS:
        telling = {word[:BEGINNING] for word in wording.words} or {""}
    return list(map(min, zip(*map(_permuted, telling), strict=True)))


# Few words make up most texts: a million of them is signed from this.
@lru_cache(maxsize=65_536)
def _permuted(word: str) -> tuple[int, ...]:
    number = _number_of(word)
    return tuple((factor * number + shift) % _PRIME for factor, shift in _PERMUTATIONS)


def _number_of(*parts: str) -> int:
    # A lone surrogate is no letter of any encoding, yet a file may bring one.
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(whole, digest_size=8).digest(), "big") >> 1
