"""A weighted linear classifier with an exact answer, and what it says of rows it did not see.

Least squares towards +1 for the own class and -1 for the others. In the space of the rows
(the matrix of their likeness) one inverse trains all classes at once, and gives without
training again what the classifier would have said of each fold, had it not known it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import inv
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


def targets(classes: Numbers, count: int) -> Floats:
    """Return a row for each class number: 1 in its column and -1 in the others."""
    wanted = np.full((len(classes), count), -1, dtype=np.float32)
    wanted[np.arange(len(classes)), classes] = 1
    return wanted


def row_weights(classes: Numbers, count: int, balance: float) -> Floats:
    """Return how much each row counts: 1 / (rows of its class) ** balance, 1 on average."""
    rows = np.bincount(classes, minlength=count)
    weights = (1.0 / np.maximum(rows, 1) ** balance)[classes]
    return np.asarray(weights / weights.mean(), dtype=np.float32)


class Ridge:
    """Trained on rows; holds the inverse until the answers for unseen folds are taken."""

    def __init__(self, alike: Floats, wanted: Floats, weights: Floats, strength: float) -> None:
        """Train on the likeness of the rows; a larger ``strength`` trusts the rows more."""
        # One more sign that stands in every text: the level of the class.
        system = alike + 1
        system[np.diag_indices_from(system)] += 1 / (strength * weights)
        self._inverse = inv(system, overwrite_a=True, check_finite=False)
        self._wanted = wanted
        # The share of each row in the scores of each class; their sum is the class's level.
        self.shares: Floats = np.asarray(self._inverse @ wanted, dtype=np.float32)

    def unseen(self, folds: Numbers) -> Floats:
        """Return the scores of each row by the classifier that did not see its fold.

        ``folds`` numbers the rows; rows below 0 stay with zeros.
        """
        scores = np.zeros_like(self._wanted)
        for fold in range(int(folds.max(initial=-1)) + 1):
            out = np.flatnonzero(folds == fold)
            if len(out):
                block = self._inverse[np.ix_(out, out)]
                scores[out] = self._wanted[out] - np.linalg.solve(block, self.shares[out])
        return scores


def likeness(rows: Any) -> Floats:
    """Return the product of each two of the sparse rows."""
    return np.asarray((rows @ rows.T).toarray(), dtype=np.float32)


def folds_of_alike(alike: Floats, count: int, limit: float, seed: int) -> Numbers:
    """Return a fold for each row, rows that are near copies of each other in one fold.

    A fifth of the messages of a city's portal are one template with other addresses: parted,
    they make the classifier look surer than it is. ``limit`` is the cosine of near copies.
    """
    lengths = np.sqrt(np.maximum(alike.diagonal(), 1e-9))
    near = csr_matrix(alike >= limit * np.outer(lengths, lengths))
    groups, group_of_row = connected_components(near, directed=False)
    shuffled = np.random.default_rng(seed).permutation(groups) % count
    return np.asarray(shuffled[group_of_row], dtype=np.int64)
