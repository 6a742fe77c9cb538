"""How good answers are: the figures every classifier is told by, the same for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

TOP = 3


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1 over the test messages, and the speed on one core."""

    accuracy: float
    f1_weighted: float
    f1_macro: float
    top3: float
    coverage_at_90: float
    coverage_at_95: float
    messages_per_second: float

    def as_json(self) -> dict[str, float]:
        """Return the figures by their names."""
        return {field.name: float(getattr(self, field.name)) for field in fields(self)}


def figures(
    labels: Sequence[str],
    chances: NDArray[np.float32],
    true: Sequence[str],
    seconds: float,
) -> Figures:
    """Return the figures of answers: a row of chances over ``labels`` for each true label.

    True labels that are not among ``labels`` count as missed. Raises ValueError without rows.
    """
    if not len(true):
        raise ValueError("there is nothing to measure")
    order = np.argsort(-chances, axis=1, kind="stable")
    names = np.array(list(labels), dtype=object)
    wanted = np.array(list(true), dtype=object)
    answers = names[order[:, 0]]
    right = answers == wanted
    confidence = chances.max(axis=1)
    told = {"y_true": wanted.astype(str), "y_pred": answers.astype(str), "zero_division": 0}
    return Figures(
        accuracy=float(right.mean()),
        f1_weighted=float(f1_score(**told, average="weighted")),
        f1_macro=float(f1_score(**told, average="macro")),
        top3=float((names[order[:, :TOP]] == wanted[:, None]).any(axis=1).mean()),
        coverage_at_90=coverage(confidence, right, 0.90),
        coverage_at_95=coverage(confidence, right, 0.95),
        messages_per_second=len(true) / max(seconds, 1e-9),
    )


def coverage(confidence: NDArray[np.float32], right: NDArray[np.bool_], precision: float) -> float:
    """Return the largest share of surest answers of which at least ``precision`` are right."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= precision - 1e-12)
    return float(enough[-1] + 1) / len(order) if len(enough) else 0.0


def mean_figures(many: Sequence[Figures]) -> Figures:
    """Return the mean of the figures of several folds."""
    table = np.array([list(one.as_json().values()) for one in many])
    return Figures(*map(float, table.mean(axis=0)))
