"""The tone of a text: thanks, a plain message, displeasure, or insult and obscenity."""

import re
from collections.abc import Iterable
from itertools import islice

from otklik.core.reasons import Reason
from otklik.understanding.profanity import obscene_words
from otklik.understanding.reading import Guess
from otklik.understanding.sign_words import house_words
from otklik.understanding.signs import Phrase, Sign, Signs

POSITIVE, NEUTRAL, NEGATIVE, HOSTILE = "positive", "neutral", "negative", "hostile"
TONES = (POSITIVE, NEUTRAL, NEGATIVE, HOSTILE)
DOUBT = 0.6
# Obscene words told in a reason: a person is to see why, not to read them all.
TOLD = 3
SHOUTING = 0.4
_LEAST_LETTERS = 25
_SHOUTED_SHARE = 0.5
_MARKS = re.compile(r"[!?]{3,}")
_CAPITALS = re.compile(r"[А-ЯЁ]{3,}")


class Tone:
    """Weighs words of thanks against those of displeasure (``sign_words.csv``)."""

    def __init__(self, phrases: Iterable[Phrase] | None = None) -> None:
        """Take phrases with the codes positive, negative and insult."""
        self._signs = Signs(house_words()["tone"] if phrases is None else phrases)

    def read(self, text: str) -> Guess:
        """Return the tone; ``hostile`` is what art. 11 part 3 of 59-FZ speaks of.

        Confidence is weight / (weight of both sides + doubt); a text without a sign is neutral.
        """
        signs = self._signs.find(text)
        obscene = list(islice(obscene_words(text), TOLD))
        insults = [sign for sign in signs if sign.code == "insult"]
        if obscene or insults:
            words = [*(_starred(word) for word in obscene), *_words(insults)]
            sure = 0.9 if obscene else 0.6 + 0.1 * min(len(insults), 2)
            return Guess(HOSTILE, sure, (Reason("hostile_words", {"words": ", ".join(words)}),))
        good = [sign for sign in signs if sign.code == POSITIVE]
        bad = [sign for sign in signs if sign.code == NEGATIVE]
        for_good = sum(sign.weight for sign in good)
        against = sum(sign.weight for sign in bad) + (SHOUTING if _is_shouted(text) else 0.0)
        if for_good == against:
            return Guess(NEUTRAL, 0.5)
        code, said = (POSITIVE, good) if for_good > against else (NEGATIVE, bad)
        weight = max(for_good, against)
        sure = round(weight / (for_good + against + DOUBT), 3)
        if sure < 0.5:
            return Guess(NEUTRAL, 0.5)
        return Guess(code, sure, (Reason("words_matched", {"words": ", ".join(_words(said))}),))


def _words(signs: Iterable[Sign]) -> list[str]:
    return [" ".join(sign.words) for sign in signs]


def _starred(word: str) -> str:
    return f"{word[:1]}{'*' * (len(word) - 1)}"


def _is_shouted(text: str) -> bool:
    shouted = sum(map(len, _CAPITALS.findall(text)))
    return (
        shouted >= max(_LEAST_LETTERS, _SHOUTED_SHARE * len(text))
        or _MARKS.search(text) is not None
    )
