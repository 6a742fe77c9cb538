"""What of a text the trained classifier looks at: dictionary forms, pairs, parts of words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from otklik.core.text import clean_social, words
from otklik.understanding.morphology import base_form

# A message has 300 letters; more than this is a pasted document, and its start says enough.
LONGEST_TEXT = 20_000
MOST_WORDS = 2_000
LONGEST_WORD = 32
SHORTEST_PART, LONGEST_PART = 2, 5
# Parts and pairs that stood in one text only are most of the memory and none of the sense.
FEWEST_TEXTS = 2
# Three blocks, each brought to length one: a long text must not be heard by its parts alone.
FORMS, PAIRS, PARTS = "f", "p", "c"
BLOCKS = (FORMS, PAIRS, PARTS)
WEIGHTS = {FORMS: 1.2, PAIRS: 0.7, PARTS: 1.0}
_PARTS_CACHE = 65_536

Floats = NDArray[np.float32]


def words_for_learning(text: str) -> list[str]:
    """Return the words of a text of any kind and size, cleaned; an empty list when it has none."""
    found = words(clean_social(text[:LONGEST_TEXT]))[:MOST_WORDS]
    return [word[:LONGEST_WORD] for word in found]


@lru_cache(maxsize=_PARTS_CACHE)
def parts_of(word: str) -> tuple[str, ...]:
    """Return the runs of two to five letters of a word, its edges marked by spaces."""
    edged = f" {word} "
    return tuple(
        edged[start : start + size]
        for size in range(SHORTEST_PART, LONGEST_PART + 1)
        for start in range(len(edged) - size + 1)
    )


def _signs(found: Sequence[str]) -> Iterator[tuple[str, str]]:
    forms = [base_form(word) for word in found]
    for one in forms:
        yield FORMS, one
    for first, second in zip(forms, forms[1:], strict=False):
        yield PAIRS, f"{first} {second}"
    for word in found:
        for part in parts_of(word):
            yield PARTS, part


@dataclass(frozen=True)
class Columns:
    """The columns of one text in order, how often each sign stood there, and its weight.

    ``places`` leads from each sign as it stood, words first, then pairs, then parts word by
    word, to its number among the columns, where it ``is_known``; ``ends`` tells after how many
    known parts each word ends.
    """

    numbers: NDArray[np.int32]
    counts: Floats
    values: Floats
    places: NDArray[np.intp]
    is_known: NDArray[np.bool_]
    ends: NDArray[np.intp]

    def by_word(self, gained: Floats) -> Floats:
        """Return for each word the sum over its signs; a pair is halved between its words."""
        words = len(self.ends)
        forms = np.flatnonzero(self.is_known[:words])
        pairs = np.flatnonzero(self.is_known[words : max(2 * words - 1, 0)])
        parts = np.repeat(np.arange(words), np.diff(self.ends, prepend=0))
        owners = np.concatenate([forms, pairs, parts])
        of_pairs = slice(len(forms), len(forms) + len(pairs))
        shares = gained.T[:, self.places]
        shares[:, of_pairs] /= 2
        both = [
            np.bincount(owners, share, words) + np.bincount(pairs + 1, share[of_pairs], words)
            for share in shares
        ]
        return np.array(both, dtype=np.float32).T


class Vocabulary:
    """Turns texts into rows of weights (sublinear tf-idf) over the signs of the texts learnt."""

    def __init__(self, signs: Sequence[str], rarity: Floats) -> None:
        """Take the signs, each with the letter of its block in front, and their rarity."""
        self.signs = list(signs)
        self.rarity = rarity.astype(np.float32)
        self._column = {sign: number for number, sign in enumerate(self.signs)}
        # Every word of a pair is a sign itself, so two numbers stand for the pair.
        self._pair = {self._of_pair(sign): self._column[sign] for sign in self._signs_of(PAIRS)}
        ends = [sum(sign[0] in BLOCKS[: n + 1] for sign in self.signs) for n in range(len(BLOCKS))]
        self._edges = [0, *ends]
        self._of_word: dict[str, tuple[int, NDArray[np.int32]]] = {}

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Vocabulary:
        """Return the vocabulary of the texts; every word, and what stood in two texts."""
        spread: Counter[str] = Counter()
        total = 0
        for text in texts:
            spread.update({block + sign for block, sign in _signs(words_for_learning(text))})
            total += 1
        kept = sorted(
            (sign for sign, count in spread.items() if sign[0] == FORMS or count >= FEWEST_TEXTS),
            key=lambda sign: (BLOCKS.index(sign[0]), sign),
        )
        rarity = [1 + math.log((1 + total) / (1 + spread[sign])) for sign in kept]
        return cls(kept, np.array(rarity, dtype=np.float32))

    def __len__(self) -> int:
        return len(self.signs)

    def columns_of_word(self, word: str) -> tuple[int, NDArray[np.int32]]:
        """Return the column of the word (-1 when unknown) and those of the parts of a word."""
        known = self._of_word.get(word)
        if known is None:
            parts = [self._column.get(PARTS + part, -1) for part in parts_of(word)]
            columns = np.array([part for part in parts if part >= 0], dtype=np.int32)
            known = self._column.get(FORMS + base_form(word), -1), columns
            # A hostile file of made-up words must not fill the memory.
            if len(self._of_word) >= _PARTS_CACHE:
                self._of_word.clear()
            self._of_word[word] = known
        return known

    def _signs_of(self, block: str) -> Iterator[str]:
        return (sign for sign in self.signs if sign[0] == block)

    def _of_pair(self, sign: str) -> tuple[int, int]:
        first, second = sign[1:].split(" ")
        return self._column[FORMS + first], self._column[FORMS + second]

    def columns(self, found: Sequence[str]) -> Columns:
        """Return the known signs among the words with their weights."""
        of_words = [self.columns_of_word(word) for word in found]
        forms = [form for form, _parts in of_words]
        # -1, an unknown sign, where either word or their pair is unknown.
        pairs = [self._pair.get(both, -1) for both in zip(forms, forms[1:], strict=False)]
        pieces = [np.array(forms + pairs, dtype=np.int32), *(parts for _form, parts in of_words)]
        stood = np.concatenate(pieces)
        is_known = stood >= 0
        numbers, places, counted = np.unique(
            stood[is_known], return_inverse=True, return_counts=True
        )
        counts = counted.astype(np.float32)
        values = (1 + np.log(counts)) * self.rarity[numbers]
        borders = np.searchsorted(numbers, self._edges)
        for block, start, end in zip(BLOCKS, borders, borders[1:], strict=False):
            if end > start:
                piece = values[start:end]
                piece *= WEIGHTS[block] / math.sqrt(float(piece @ piece))
        ends = np.cumsum([len(parts) for _form, parts in of_words], dtype=np.intp)
        return Columns(numbers, counts, values, places, is_known, ends)

    def matrix(self, texts: Iterable[str]) -> Any:
        """Return a sparse row of weights for each text."""
        return self.sparse([self.columns(words_for_learning(text)) for text in texts])

    def sparse(self, rows: Sequence[Columns]) -> Any:
        """Return a sparse row of weights for each of the rows."""
        if not rows:
            return csr_matrix((0, len(self)), dtype=np.float32)
        ends = np.cumsum([0, *(len(row.numbers) for row in rows)])
        values = np.concatenate([row.values for row in rows])
        numbers = np.concatenate([row.numbers for row in rows])
        return csr_matrix((values, numbers, ends), shape=(len(rows), len(self)))
