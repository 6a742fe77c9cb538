"""What a trained classifier has to beat: the commonest label, and the usual recipe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

Floats = NDArray[np.float32]


class Answering(Protocol):
    """Whatever answers texts with a chance for each of its labels."""

    @property
    def labels(self) -> Sequence[str]:
        """Return the labels in the order of the chances."""
        ...

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return a row of chances for each text."""
        ...


class Majority:
    """Answers every text with how common the labels are."""

    def __init__(self, labels: Sequence[str]) -> None:
        """Count the labels."""
        names, counts = np.unique(np.array(labels, dtype=np.str_), return_counts=True)
        self.labels = tuple(map(str, names))
        self._chances = (counts / counts.sum()).astype(np.float32)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return the same chances for each text."""
        return np.tile(self._chances, (len(texts), 1))


class Baseline:
    """Words and parts of words by tf-idf, a support vector machine: the recipe of textbooks."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Train. Raises ValueError when there is one label only or no text has words."""
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        parts = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=_fewest(texts)
        )
        self._signs: Any = FeatureUnion([("words", words), ("parts", parts)])
        self._machine: Any = LinearSVC().fit(self._signs.fit_transform(texts), list(labels))
        self.labels = tuple(map(str, self._machine.classes_))

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return chances in the order of the scores; they are not measured ones."""
        scores = self._machine.decision_function(self._signs.transform(texts))
        if scores.ndim == 1:
            scores = np.column_stack([-scores, scores])
        return np.asarray(softmax(scores, axis=1), dtype=np.float32)


def _fewest(texts: Sequence[str]) -> int:
    return 2 if len(texts) > 1 else 1
