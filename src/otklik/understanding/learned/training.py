"""Training: texts and the labels people gave them in, a classifier out. Repeatable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from otklik.core.reasons import Reason
from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.confidence import Trial, fitted_sharpness, probabilities
from otklik.understanding.learned.kinship import kinship
from otklik.understanding.learned.logistic import Logistic
from otklik.understanding.learned.ridge import (
    Ridge,
    folds_of_alike,
    likeness,
    row_weights,
    targets,
)
from otklik.understanding.learned.signs_of_text import Vocabulary
from otklik.understanding.reading import TopicEntry

# Found on five folds of 3,296 real messages of two regions, four labels each; one for all.
STRENGTH, LOGISTIC_STRENGTH = 1.0, 5.0
# How far rare labels are held equal to common ones, in training and in the answer: more of
# either finds more rare labels, and puts the true one among the first three less often.
BALANCE, LOGISTIC_BALANCE, LIFT = 0.6, 1.0, 0.05
# Scores of least squares stay near -1 and 1, those of logistic regression do not.
LOGISTIC_SHARE = 0.1
FOLDS = 5
ALIKE = 0.6
# The matrix of likeness grows with the square of the rows; this many take
# some 1.5 GB.
MOST_ROWS = 8_000
TRAINING_REASONS = ("nothing_to_learn_from", "one_label_only")

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class CannotLearn(ValueError):
    """There is nothing to learn from these rows; ``reason`` is one of TRAINING_REASONS."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason.code)
        self.reason = reason


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    topics: Iterable[TopicEntry] = (),
    seed: int = 0,
) -> LearnedClassifier:
    """Return a classifier that learnt from texts and their labels.

    The name of a label counts as one more text of it; words of one of ``topics`` are taken
    for kin (``kinship``), whether or not the labels are topics. Of more than 8,000 rows
    common labels are thinned out. The same rows and seed give the same classifier. Raises
    ``CannotLearn`` when no text has words or there is only one label.
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
    # The names of the labels stand behind the rows.
    rows = vocabulary.matrix([*texts, *map(str, names)])
    return _trained(rows, classes, tuple(map(str, names)), vocabulary, topics, seed)


def _trained(
    rows: csr_matrix,
    classes: Numbers,
    labels: tuple[str, ...],
    vocabulary: Vocabulary,
    topics: Iterable[TopicEntry],
    seed: int,
) -> LearnedClassifier:
    alike = likeness(rows)
    folds = folds_of_alike(alike, FOLDS, ALIKE, seed)[: len(classes)]
    kin = kinship(vocabulary, topics)
    of_topics = rows @ kin
    every = np.concatenate([classes, np.arange(len(labels))])
    alike += likeness(of_topics)
    in_no_fold = np.full(len(labels), -1, dtype=np.int64)
    learnt = _learnt(alike, every, np.concatenate([folds, in_no_fold]))
    unseen = learnt.unseen[: len(classes)]
    usual = np.bincount(classes, minlength=len(labels)) / len(classes)
    shift = np.asarray(-LIFT * np.log(usual), dtype=np.float32)
    sharpness = fitted_sharpness(unseen, classes, shift)
    return LearnedClassifier(
        labels=labels,
        vocabulary=vocabulary,
        weights=_weights(rows, learnt.shares) + kin @ _weights(of_topics, learnt.shares),
        level=learnt.shares.sum(axis=0),
        sharpness=sharpness,
        shift=shift,
        trial=_trial(probabilities(unseen, sharpness, shift), classes),
    )


@dataclass(frozen=True)
class _Learnt:
    """The share of each row in each class, and what was said of the rows unseen."""

    shares: Floats
    unseen: Floats


def _learnt(alike: Floats, classes: Numbers, folds: Numbers) -> _Learnt:
    """Return what least squares and logistic regression say together; uses up ``alike``."""
    count = int(classes.max()) + 1
    ridge = Ridge(alike, targets(classes, count), row_weights(classes, count, BALANCE), STRENGTH)
    shares, unseen = ridge.shares, ridge.unseen(folds)
    del ridge
    weights = row_weights(classes, count, LOGISTIC_BALANCE)
    logistic = Logistic(alike, classes, weights, LOGISTIC_STRENGTH)
    return _Learnt(
        shares + LOGISTIC_SHARE * logistic.shares,
        unseen + LOGISTIC_SHARE * logistic.unseen(folds),
    )


def _weights(rows: csr_matrix, shares: Floats) -> Floats:
    """Return the weight of each sign of the rows for each class."""
    return np.asarray(rows.T @ shares, dtype=np.float32)


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


def _trial(chances: Floats, classes: Numbers) -> Trial:
    answered = np.asarray(chances.argmax(axis=1), dtype=np.int64)
    return Trial(answered, chances.max(axis=1), answered == classes)
