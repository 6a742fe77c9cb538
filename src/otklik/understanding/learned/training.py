"""Training: texts and the labels people gave them in, a classifier out. Repeatable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from otklik.core.reasons import Reason
from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.confidence import Trial, fitted_sharpness, probabilities
from otklik.understanding.learned.ridge import Ridge, folds_of_alike, row_weights, targets
from otklik.understanding.learned.signs_of_text import Vocabulary

# Found on five folds of 3,296 real messages of two regions, six labels each; the same for all.
STRENGTH = 2.0
# How far rare labels are held equal to common ones, in training and in the answer; which
# pair suits a label is seen on the messages left out.
BALANCES = (0.5, 0.75)
LIFTS = (0.0, 0.08, 0.15)
# The sharpness the lift is chosen at; the one told to people is fitted afterwards.
_ROUGH_SHARPNESS = 4.0
FOLDS = 5
ALIKE = 0.6
# The matrix of likeness grows with the square of the rows; this many take 1 GB.
MOST_ROWS = 10_000
TRAINING_REASONS = ("nothing_to_learn_from", "one_label_only")

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class CannotLearn(ValueError):
    """There is nothing to learn from these rows; ``reason`` is one of TRAINING_REASONS."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason.code)
        self.reason = reason


@dataclass(frozen=True)
class _Attempt:
    ridge: Ridge
    unseen: Floats
    shift: Floats
    score: float


def train(texts: Sequence[str], labels: Sequence[str], *, seed: int = 0) -> LearnedClassifier:
    """Return a classifier that learnt from texts and their labels.

    The name of a label counts as one more text of it. Of more than 10,000 rows common labels
    are thinned out. The same rows and seed give the same classifier. Raises ``CannotLearn``
    when no text has words or there is only one label.
    """
    chosen = thinned(labels, MOST_ROWS, seed)
    texts, labels = [texts[i] for i in chosen], [labels[i] for i in chosen]
    names, found = np.unique(np.array(labels, dtype=np.str_), return_inverse=True)
    if not len(texts):
        raise CannotLearn(Reason("nothing_to_learn_from"))
    if len(names) == 1:
        raise CannotLearn(Reason("one_label_only", {"label": str(names[0])}))
    vocabulary = Vocabulary.learn(texts)
    if not len(vocabulary):
        raise CannotLearn(Reason("nothing_to_learn_from"))
    classes = np.asarray(found, dtype=np.int64)
    rows = vocabulary.matrix([*texts, *map(str, names)])
    folds = folds_of_alike(rows[: len(texts)], FOLDS, ALIKE, seed)
    best = _best_attempt(rows, classes, len(names), folds)
    sharpness = fitted_sharpness(best.unseen, classes, best.shift)
    return LearnedClassifier(
        labels=tuple(map(str, names)),
        vocabulary=vocabulary,
        weights=best.ridge.weights,
        level=best.ridge.level,
        sharpness=sharpness,
        shift=best.shift,
        trial=_trial(probabilities(best.unseen, sharpness, best.shift), classes),
    )


def thinned(labels: Sequence[str], most: int, seed: int) -> list[int]:
    """Return which rows to learn from: at most ``most``, those of rare labels all."""
    if len(labels) <= most:
        return list(range(len(labels)))
    names, classes, counts = np.unique(
        np.array(labels, dtype=np.str_), return_inverse=True, return_counts=True
    )
    ceiling = int(np.max(counts))
    while np.minimum(counts, ceiling).sum() > most and ceiling > 1:
        ceiling = ceiling * 9 // 10
    turn = np.random.default_rng(seed)
    kept: list[int] = []
    for number in range(len(names)):
        of_label = np.flatnonzero(classes == number)
        kept += turn.permutation(of_label)[:ceiling].tolist()
    return sorted(kept)


def _best_attempt(rows: object, classes: Numbers, count: int, folds: Numbers) -> _Attempt:
    """Train with each balance; keep the one that reads the folds left out best."""
    attempts = []
    for balance in BALANCES:
        # The names of the labels stand behind the rows; they are in no fold.
        every = np.concatenate([classes, np.arange(count)])
        weights = row_weights(every, count, balance)
        ridge = Ridge(rows, targets(every, count), weights, STRENGTH)
        in_no_fold = np.full(count, -1, dtype=np.int64)
        unseen = ridge.unseen(np.concatenate([folds, in_no_fold]))[: len(classes)]
        attempts.append(_lifted(ridge, unseen, classes, count))
    return max(attempts, key=lambda attempt: attempt.score)


def _lifted(ridge: Ridge, unseen: Floats, classes: Numbers, count: int) -> _Attempt:
    usual = np.log(np.bincount(classes, minlength=count) / len(classes))
    attempts = []
    for lift in LIFTS:
        shift = np.asarray(-lift * usual, dtype=np.float32)
        answers = (unseen * _ROUGH_SHARPNESS + shift).argmax(axis=1)
        score = float(f1_score(classes, answers, average="weighted", zero_division=0))
        attempts.append(_Attempt(ridge, unseen, shift / _ROUGH_SHARPNESS, score))
    return max(attempts, key=lambda attempt: attempt.score)


def _trial(chances: Floats, classes: Numbers) -> Trial:
    answered = np.asarray(chances.argmax(axis=1), dtype=np.int64)
    return Trial(answered, chances.max(axis=1), answered == classes)
