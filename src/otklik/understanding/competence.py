"""Whose competence a text speaks of: municipal, regional or federal (РФ / СУБ / МСТ).

Half of what the feedback platform brings is of the region (facts.md 13.9). It only proposes:
handing a case over is a person's deed (59-FZ art. 8 part 3).
"""

from collections import defaultdict
from collections.abc import Iterable

from otklik.core.reasons import Reason
from otklik.understanding.reading import Guess
from otklik.understanding.sign_words import house_words
from otklik.understanding.signs import Phrase, Signs

DOUBT = 0.6


class Competence:
    """Weighs bodies and matters named in a text (``sign_words.csv``)."""

    def __init__(self, phrases: Iterable[Phrase] | None = None) -> None:
        """Take phrases with the codes of the levels."""
        self._signs = Signs(house_words()["competence"] if phrases is None else phrases)

    def read(self, text: str) -> Guess | None:
        """Return the level the text speaks for most, or nothing.

        Confidence is weight / (weight of all levels + doubt). What only tells where something
        is («яма у больницы») does not count.
        """
        weights: dict[str, float] = defaultdict(float)
        words: dict[str, list[str]] = defaultdict(list)
        for sign in self._signs.find(text):
            weights[sign.code] += sign.weight
            words[sign.code].append(" ".join(sign.words))
        if not weights:
            return None
        best = max(weights, key=lambda code: weights[code])
        sure = round(weights[best] / (sum(weights.values()) + DOUBT), 3)
        return Guess(best, sure, (Reason("words_matched", {"words": ", ".join(words[best])}),))
