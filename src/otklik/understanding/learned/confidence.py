"""Scores made probabilities, and from which probability on the machine may take over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
# Powers of e between which the sharpness is looked for.
_DULLEST, _SHARPEST = -2.0, 4.0
# Fewer answers than this say nothing about nine right of ten.
FEWEST_ANSWERS = 10
NEVER = 2.0


def fitted_sharpness(scores: Floats, classes: Numbers, shift: Floats) -> float:
    """Return the factor of the scores that makes the true classes likeliest."""

    def surprise(power: float) -> float:
        logs = log_softmax((scores + shift) * np.exp(power), axis=1)
        return -float(logs[np.arange(len(classes)), classes].mean())

    found = minimize_scalar(surprise, bounds=(_DULLEST, _SHARPEST), method="bounded")
    return float(np.exp(found.x))


def probabilities(scores: Floats, sharpness: float, shift: Floats) -> Floats:
    """Return the probability of each class for each row of scores."""
    return np.asarray(softmax((scores + shift) * sharpness, axis=1), dtype=np.float32)


@dataclass(frozen=True)
class Trial:
    """What the classifier said of messages it had not seen: class, confidence, was it right."""

    answered: Numbers
    confidence: Floats
    right: NDArray[np.bool_]

    def threshold(self, precision: float, answer: int | None = None) -> float:
        """Return from which confidence on answers are right in ``precision`` of cases.

        ``answer`` takes only answers of one class; a class answered fewer than ten times gets
        the threshold of all. ``NEVER`` when no confidence is enough.
        """
        chosen = np.ones(len(self.answered), bool) if answer is None else self.answered == answer
        own = _lowest(self.confidence[chosen], self.right[chosen], precision)
        if answer is None or own < NEVER:
            return own
        return NEVER if chosen.sum() >= FEWEST_ANSWERS else self.threshold(precision)


def _lowest(confidence: Floats, right: NDArray[np.bool_], precision: float) -> float:
    order = np.argsort(-confidence, kind="stable")
    answers = np.arange(1, len(order) + 1)
    share = np.cumsum(right[order]) / answers
    enough = np.flatnonzero((share >= precision) & (answers >= FEWEST_ANSWERS))
    return float(confidence[order][enough[-1]]) if len(enough) else NEVER
