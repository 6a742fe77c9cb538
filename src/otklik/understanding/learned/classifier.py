"""The trained classifier: the likeliest labels of a text, how sure, since when, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from otklik.core.reasons import Reason
from otklik.understanding.learned.confidence import NEVER, Trial, probabilities
from otklik.understanding.learned.signs_of_text import Vocabulary, words_for_learning
from otklik.understanding.reading import Guess

BATCH = 256
# Words named as the reason of a guess.
NAMED_WORDS = 4

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LearnedClassifier:
    """A linear classifier over the signs of a text; made by ``training.train``, then fixed.

    ``weights`` has a row for each sign and a column for each label, ``level`` what each label
    has without any sign; ``shift`` and ``sharpness`` make probabilities of the scores, and
    ``trial`` keeps the answers to messages it had not seen. Safe in threads.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    level: Floats
    sharpness: float
    shift: Floats
    trial: Trial

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return for each text the probability of each label, in the order of ``labels``."""
        pieces = [np.zeros((0, len(self.labels)), dtype=np.float32)]
        rest = iter(texts)
        while batch := list(islice(rest, BATCH)):
            scores = self.vocabulary.matrix(batch) @ self.weights + self.level
            pieces.append(probabilities(scores, self.sharpness, self.shift))
        return np.concatenate(pieces)

    def propose(self, text: str, *, limit: int = 3) -> list[Guess]:
        """Return the likeliest labels, the best first, each with the words that spoke for it.

        A text without one known sign gets no guess: the mere habit of the centre is none.
        """
        if not len(self.vocabulary.columns(words_for_learning(text)).numbers):
            return []
        chances = self.probabilities([text])[0]
        best = np.argsort(-chances, kind="stable")[:limit]
        return [self._guess(text, int(number), float(chances[number])) for number in best]

    def take_over(self, text: str, *, precision: float) -> Guess | None:
        """Return the best guess if such guesses were right in ``precision`` of cases, or None."""
        for guess in self.propose(text, limit=1):
            if guess.confidence >= self.threshold(guess.code, precision):
                return guess
        return None

    def threshold(self, label: str, precision: float) -> float:
        """Return the confidence from which the label is right in ``precision`` of cases.

        More than 1 when there is none. Raises ``KeyError`` for a label never learnt.
        """
        key = (self._number[label], precision)
        if key not in self._thresholds:
            self._thresholds[key] = self.trial.threshold(precision, key[0])
        return self._thresholds[key]

    def never_takes_over(self, precision: float) -> tuple[str, ...]:
        """Return the labels that always need a person at this precision."""
        return tuple(x for x in self.labels if self.threshold(x, precision) >= NEVER)

    def why(self, text: str, label: str, *, limit: int = 8) -> list[tuple[str, float]]:
        """Return the words of the text that spoke for the label, the strongest first.

        A word is written as in the text, in lower case; its weight is what it adds to the label
        beyond what it adds to labels on average. Raises ``KeyError`` for a label never learnt.
        """
        spoke: dict[str, float] = defaultdict(float)
        for word, weight in self._spoken(words_for_learning(text), self._number[label]):
            spoke[word] += weight
        ranked = sorted(spoke.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(word, weight) for word, weight in ranked[:limit] if weight > 0]

    def _spoken(self, found: Sequence[str], number: int) -> Iterator[tuple[str, float]]:
        """Yield each word with its share of the score; a pair is halved between its words."""
        row = self.vocabulary.columns(found)
        if not len(row.numbers):
            return
        weights = self.weights[row.numbers]
        gained = (weights[:, number] - weights.mean(axis=1)) * row.values / row.counts
        share = dict(zip(row.numbers.tolist(), gained.tolist(), strict=True))
        for word in found:
            own, parts = self.vocabulary.columns_of_word(word)
            yield word, share.get(own, 0.0) + sum(share[part] for part in parts.tolist())
        pairs = self.vocabulary.columns_of_pairs(found)
        for pair, first, second in zip(pairs, found, found[1:], strict=False):
            half = share.get(pair, 0.0) / 2
            yield first, half
            yield second, half

    def _guess(self, text: str, number: int, chance: float) -> Guess:
        label = self.labels[number]
        said = ", ".join(word for word, _weight in self.why(text, label, limit=NAMED_WORDS))
        return Guess(label, chance, (Reason("words_matched", {"words": said}),) if said else ())

    @cached_property
    def _number(self) -> dict[str, int]:
        return {label: number for number, label in enumerate(self.labels)}

    @cached_property
    def _thresholds(self) -> dict[tuple[int, float], float]:
        return {}
