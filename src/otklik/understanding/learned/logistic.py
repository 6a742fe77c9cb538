"""Logistic regression over all classes at once, in the space of the rows.

It is worse alone than least squares where labels are rare, and better at which labels come
second and third; together they beat either.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import minimize
from scipy.special import log_softmax

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

# What is added to the likeness of a row to itself, so that copies of one text can be told apart.
OWN = 0.01
# More steps change the answers in the third decimal; stopping early also guards from overdoing.
STEPS = 25
_REMEMBERED_STEPS = 8


class Logistic:
    """Trained on rows; ``weights`` counts the rows, a larger ``strength`` trusts them more."""

    def __init__(self, alike: Floats, classes: Numbers, weights: Floats, strength: float) -> None:
        """Train on the likeness of the rows, which is used up. Raises LinAlgError."""
        # One more sign that stands in every text: the level of the class.
        alike += 1
        alike[np.diag_indices_from(alike)] += OWN
        # Each row of this root stands for a text: their products are the likeness.
        self._root = cholesky(alike, lower=True, overwrite_a=True, check_finite=False)
        self._classes = classes
        self._count = int(classes.max()) + 1
        self._weights = (weights * strength)[:, None]
        every = np.arange(len(classes))
        learnt = solve_triangular(self._root, self._learnt(every), trans="T", lower=True)
        self.shares: Floats = np.asarray(learnt, dtype=np.float32)

    def unseen(self, folds: Numbers) -> Floats:
        """Return the scores of each row by the classifier that did not see its fold.

        ``folds`` numbers the rows; rows below 0 are in all training and stay with zeros.
        """
        scores = np.zeros((len(self._classes), self._count), dtype=np.float32)
        for fold in range(int(folds.max(initial=-1)) + 1):
            out = np.flatnonzero(folds == fold)
            if len(out):
                scores[out] = self._root[out] @ self._learnt(np.flatnonzero(folds != fold))
        return scores

    def _learnt(self, kept: Numbers) -> Floats:
        """Return what is learnt from some of the rows, in the terms of the root."""
        rows = self._root[kept]
        classes, weights = self._classes[kept], self._weights[kept]
        own = np.arange(len(kept)), classes
        shape = (rows.shape[1], self._count)

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            learnt = flat.reshape(shape).astype(np.float32)
            logs = log_softmax(rows @ learnt, axis=1)
            missed = np.exp(logs)
            missed[own] -= 1
            surprise = -float((weights[:, 0] * logs[own]).sum())
            slope = rows.T @ (weights * missed) + learnt
            return surprise + float((learnt * learnt).sum()) / 2, slope.ravel().astype(np.float64)

        options = {"maxiter": STEPS, "maxcor": _REMEMBERED_STEPS}
        found = minimize(
            loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options
        )
        return np.asarray(found.x.reshape(shape), dtype=np.float32)
