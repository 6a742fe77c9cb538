"""Signatures in memory, with the face that an index in the database has too."""

import math
from collections import defaultdict
from heapq import nsmallest
from itertools import islice

from otklik.understanding.duplicates.signatures import Signature

MOST_CANDIDATES = 50
# A key of a pattern that thousands use says little; looking at them all costs the time.
MOST_LOOKED_AT = 8_000


class SignatureIndex:
    """Finds the numbers of texts that may be copies; ``compare`` decides which are."""

    def __init__(self) -> None:
        """Begin with no texts."""
        self._exact: dict[int, list[int]] = {}
        self._by_key: dict[int, list[int]] = {}
        self._size = 0

    def __len__(self) -> int:
        """Return how many texts there are."""
        return self._size

    def add(self, number: int, signature: Signature) -> None:
        """Add a text under its number (say, of the case)."""
        self._size += 1
        self._exact.setdefault(signature.exact, []).append(number)
        for key in signature.keys:
            self._by_key.setdefault(key, []).append(number)

    def candidates(self, signature: Signature, *, limit: int = MOST_CANDIDATES) -> list[int]:
        """Return numbers of texts, the likeliest copies first: exact ones, then by rare keys."""
        found = dict.fromkeys(self._exact.get(signature.exact, ())[:limit])
        holders = [self._by_key[key] for key in signature.keys if key in self._by_key]
        ranks: defaultdict[int, float] = defaultdict(float)
        looked_at = 0
        for numbers in sorted(holders, key=len):
            if ranks and looked_at + len(numbers) > MOST_LOOKED_AT:
                break
            looked_at += len(numbers)
            rarity = math.log(1 + self._size / len(numbers))
            for number in islice(numbers, MOST_LOOKED_AT):
                ranks[number] += rarity
        ranked = nsmallest(limit, ranks, key=lambda number: (-ranks[number], number))
        return list(dict.fromkeys([*found, *ranked]))[:limit]
