"""Old and new on the same messages, which neither has learnt from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np

from otklik.understanding import Guess, TopicClassifier
from otklik.understanding.learned.measures import Figures, figures

SHOWN = 3
PAIRS_KEPT = 20
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """How a classifier did: its figures, what it took over by itself, whom it took for whom.

    ``taken`` and ``taken_right`` are shares of all messages and of the taken ones; ``pairs``
    the commonest mistakes as (true label, answer, how often).
    """

    figures: Figures
    taken: float
    taken_right: float | None
    pairs: tuple[tuple[str, str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data for the row of the classifier."""
        return {
            **self.figures.as_json(),
            "taken": self.taken,
            "taken_right": self.taken_right,
            "pairs": [list(pair) for pair in self.pairs],
        }


def tried(classifier: TopicClassifier | None, texts: Sequence[str], labels: Sequence[str]) -> Trial:
    """Return how a classifier answers the texts; ``None`` is one that never answers.

    Raises ``ValueError`` without texts.
    """
    started = process_time()
    answers = [classifier.propose(text, limit=SHOWN) if classifier else [] for text in texts]
    seconds = process_time() - started
    known = sorted({NOBODY, *labels, *(guess.code for found in answers for guess in found)})
    column = {label: number for number, label in enumerate(known)}
    chances = np.zeros((len(texts), len(known)), dtype=np.float32)
    for row, found in enumerate(answers):
        # Without an answer the message counts as missed, not as the first label of the list.
        chances[row, column[NOBODY]] = 1e-6
        for guess in found:
            chances[row, column[guess.code]] = guess.confidence
    first = [found[0] if found else Guess(NOBODY, 0.0) for found in answers]
    taken = [
        guess.code == label for guess, label in zip(first, labels, strict=True) if guess.is_sure
    ]
    return Trial(
        figures=figures(known, chances, labels, seconds),
        taken=len(taken) / len(labels),
        taken_right=sum(taken) / len(taken) if taken else None,
        pairs=_pairs([guess.code for guess in first], labels),
    )


def _pairs(answers: Sequence[str], labels: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    missed = Counter(
        (label, answer)
        for answer, label in zip(answers, labels, strict=True)
        if answer not in (label, NOBODY)
    )
    return tuple((label, answer, n) for (label, answer), n in missed.most_common(PAIRS_KEPT))


def is_better(own: Trial, before: Trial) -> bool:
    """Tell whether the new one is to take over: more right answers, weighted by their number.

    Equal is not better: a change nobody gains by only disturbs.
    """
    return own.figures.f1_weighted > before.figures.f1_weighted
