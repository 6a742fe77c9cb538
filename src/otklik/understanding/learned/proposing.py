"""A trained classifier at work: codes in use, how sure is sure, words where it is silent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.reading import Guess, TopicClassifier


@dataclass(frozen=True)
class LearnedTopics:
    """Proposes codes as a trained classifier learnt them.

    ``codes`` leads from its labels to the codes in use: where the edition it was trained on has
    been replaced, to those that took their place; a label that has gone leads nowhere.
    ``precision`` is the share of right answers from which on it may act by itself, ``None`` for
    never. ``words`` knows codes nobody has labelled a message with yet.
    """

    classifier: LearnedClassifier
    codes: Mapping[str, str]
    precision: float | None
    words: TopicClassifier | None = None

    def propose(self, text: str, *, limit: int = 3) -> list[Guess]:
        """Return the likeliest codes, the best first; without one known sign what words say."""
        by_words = self.words.propose(text, limit=limit) if self.words is not None else []
        found: dict[str, Guess] = {}
        for guess in self.classifier.propose(text, limit=limit):
            code = self.codes.get(guess.code)
            if code is not None and code not in found:
                is_sure = not found and self._is_sure(guess)
                found[code] = replace(guess, code=code, is_sure=is_sure)
        if not found:
            return by_words
        learnt = set(self.codes.values())
        unheard = [guess for guess in by_words[:1] if guess.code not in learnt and guess.is_sure]
        best = list(found.values())
        # What history has never met cannot be weighed against it: it is shown, and not acted on.
        kept = best[: limit - len(unheard)] + [replace(guess, is_sure=False) for guess in unheard]
        if unheard:
            kept[0] = replace(kept[0], is_sure=False)
        return kept

    def _is_sure(self, guess: Guess) -> bool:
        if self.precision is None:
            return False
        return guess.confidence >= self.classifier.threshold(guess.code, self.precision)
