"""Words and phrases with weights, found in a text in any form; denied ones are told apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from otklik.core.text import stem, words

NEGATIONS = frozenset(("не", "нет", "без", "ни"))
# «Пожара нет»: denied from behind. A verb with «не» behind it denies only itself.
DENIED_BEHIND = frozenset(("нет", "отсутствует"))
WINDOW = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase found: its words as written in the text, and its weight."""

    words: tuple[str, ...]
    weight: float


class Signs:
    """Finds weighted phrases; words of a phrase may stand in any order, up to two between."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Take phrases with weights; a phrase of weight 0 takes its words out of the count."""
        self._phrases: dict[str, list[tuple[tuple[str, ...], float]]] = defaultdict(list)
        for phrase, weight in weights.items():
            stems = tuple(stem(word) for word in words(phrase))
            self._phrases[stems[0]].append((stems, weight))
        self._phrases.default_factory = None

    def find(self, text: str) -> list[Sign]:
        """Return the phrases that are said and not denied, each stem counted once."""
        said, stems = _words_and_stems(text)
        candidates = [
            (stems_of, weight, places)
            for place, first in enumerate(stems)
            for stems_of, weight in self._phrases.get(first, ())
            if (places := _places(stems, place, stems_of)) is not None
        ]
        candidates.sort(key=lambda found: (-len(found[0]), found[2]))
        taken: set[int] = set()
        counted: set[tuple[str, ...]] = set()
        signs: list[Sign] = []
        for stems_of, weight, places in candidates:
            if taken & set(places):
                continue
            taken |= set(places)
            if weight and stems_of not in counted and not _is_denied(said, places):
                counted.add(stems_of)
                signs.append(Sign(tuple(said[place] for place in sorted(places)), weight))
        return signs


# All lists of signs are asked of one text, one after the other.
@lru_cache(maxsize=16)
def _words_and_stems(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    said = tuple(words(text))
    return said, tuple(stem(word) for word in said)


def _places(stems: Sequence[str], place: int, phrase: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return where the words of the phrase stand, the first at ``place``; None if apart."""
    found = [place]
    for part in phrase[1:]:
        low, high = max(0, min(found) - WINDOW), max(found) + WINDOW + 1
        near = [i for i in range(low, min(high, len(stems))) if stems[i] == part and i not in found]
        if not near:
            return None
        found.append(min(near, key=lambda i: abs(i - found[-1])))
    return tuple(found)


def _is_denied(said: Sequence[str], places: Sequence[int]) -> bool:
    first, last = min(places), max(places)
    if first and said[first - 1] in NEGATIONS:
        return True
    return last + 1 < len(said) and said[last + 1] in DENIED_BEHIND
