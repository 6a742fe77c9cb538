"""Red flags: what people of the centre must know at once, whatever else the text says."""

from collections.abc import Iterable, Mapping
from math import prod

from otklik.core.reasons import Reason
from otklik.understanding.reading import Guess
from otklik.understanding.sign_words import house_words
from otklik.understanding.signs import Phrase, Sign, Signs, said_in

# The gravest first: one message may raise several.
FLAGS = ("suicide", "threat_to_life", "emergency", "threats", "extremism", "crime")
RAISED_AT = 0.5
# «Может рухнуть», «пока кого-нибудь не убило»: a fear, not yet a fact. Of the sure kinds a
# condition is a part: «если не почините, я повешусь».
DOUBT, CALM = "doubt", "calm"
DOUBTED = frozenset(("threat_to_life", "emergency", "crime"))
DOUBT_REACHES = 5


class Flags:
    """Finds red flags; words and weights are data (``sign_words.csv``)."""

    def __init__(self, phrases: Iterable[Phrase] | None = None) -> None:
        """Take phrases with the codes of ``FLAGS``; without, those that come with the product."""
        self._signs = Signs(house_words()["flag"] if phrases is None else phrases)

    def read(self, text: str) -> tuple[Guess, ...]:
        """Return the flags the text raises, the gravest first.

        Confidence is 1 less the product of (1 - weight) over the signs of a flag. A sign that is
        only feared, or stands beside words of drills and memory, weighs as much less as the word
        beside it says.
        """
        signs = self._signs.find_all(text)
        softened = [sign for sign in signs if sign.code in (DOUBT, CALM)]
        weights: dict[str, dict[tuple[str, ...], float]] = {}
        sure: dict[tuple[int, ...], float] = {}
        for sign in (sign for sign in signs if sign.code in FLAGS):
            weight = sign.weight * _softening(sign, softened, text)
            # A phrase said twice is no surer than its surest saying.
            if weight > sure.get(sign.phrase, 0.0):
                sure[sign.phrase] = weight
                weights.setdefault(sign.code, {})[sign.words] = weight
        return tuple(
            guess
            for code in FLAGS
            if code in weights
            if (guess := _guess(code, weights[code])).confidence >= RAISED_AT
        )


def _guess(code: str, weights: Mapping[tuple[str, ...], float]) -> Guess:
    calm = prod(1 - weight for weight in weights.values())
    words = ", ".join(" ".join(said) for said in weights)
    return Guess(code, round(1 - calm, 3), (Reason("flag_words", {"words": words}),))


def _softening(sign: Sign, softened: Iterable[Sign], text: str) -> float:
    """Return what part of its weight the sign keeps beside the words that soften it."""
    said = said_in(text)
    left = 1.0
    for other in softened:
        low, high = sorted((other.place, sign.place))
        if "" in said[low:high]:
            continue
        is_near = 0 <= sign.place - other.place <= DOUBT_REACHES
        if other.code == CALM or (is_near and sign.code in DOUBTED):
            left = min(left, other.weight)
    return left
