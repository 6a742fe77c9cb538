"""The trained classifier: the likeliest labels of a text, how sure, since when, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from otklik.core.reasons import Reason
from otklik.understanding.learned.confidence import NEVER, Trial, probabilities
from otklik.understanding.learned.signs_of_text import Columns, Vocabulary, words_for_learning
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
        found = words_for_learning(text)
        row = self.vocabulary.columns(found)
        if not len(row.numbers):
            return []
        scores = self.vocabulary.sparse([row]) @ self.weights + self.level
        chances = probabilities(scores, self.sharpness, self.shift)[0]
        best = np.argsort(-chances, kind="stable")[:limit].tolist()
        spoken = zip(best, self._spoken(row, best).T, strict=True)
        return [
            self._guess(number, float(chances[number]), _ranked(found, said))
            for number, said in spoken
        ]

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
        found, number = words_for_learning(text), self._number[label]
        row = self.vocabulary.columns(found)
        return _ranked(found, self._spoken(row, [number])[:, 0])[:limit]

    def _spoken(self, row: Columns, numbers: Sequence[int]) -> Floats:
        """Return for each word of the row what it adds to each label beyond the average label."""
        gained = self.weights[np.ix_(row.numbers, np.array(numbers))]
        gained -= self._usual_weight[row.numbers, np.newaxis]
        return row.by_word(gained * (row.values / row.counts)[:, np.newaxis])

    def _guess(self, number: int, chance: float, spoke: Sequence[tuple[str, float]]) -> Guess:
        said = ", ".join(word for word, _weight in spoke[:NAMED_WORDS])
        reasons = (Reason("words_matched", {"words": said}),) if said else ()
        return Guess(self.labels[number], chance, reasons)

    @cached_property
    def _usual_weight(self) -> Floats:
        return np.asarray(self.weights.mean(axis=1), dtype=np.float32)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {label: number for number, label in enumerate(self.labels)}

    @cached_property
    def _thresholds(self) -> dict[tuple[int, float], float]:
        return {}


def _ranked(found: Sequence[str], spoken: Floats) -> list[tuple[str, float]]:
    """Return the words that spoke for a label, each once, the strongest first."""
    summed: dict[str, float] = defaultdict(float)
    for word, weight in zip(found, spoken.tolist(), strict=True):
        summed[word] += weight
    spoke = [pair for pair in summed.items() if pair[1] > 0]
    return sorted(spoke, key=lambda pair: (-pair[1], pair[0]))
