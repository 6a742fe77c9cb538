"""Writing a trained classifier down, with a card that says what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import skops.io

from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.store import BETWEEN, CARD_FILE, EDITION, MODEL_FILE, Card

LIBRARIES = ("numpy", "scipy", "pymorphy3", "pymorphy3-dicts-ru", "scikit-learn", "skops")


def make_card(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    codes_edition: str,
    scores: dict[str, float],
    made_at: datetime,
) -> Card:
    """Return the card of a classifier trained on the rows; their order changes the digest."""
    digest = hashlib.sha256()
    for pair in zip(texts, labels, strict=True):
        digest.update(json.dumps(pair, ensure_ascii=False).encode() + b"\n")
    libraries = {name: version(name) for name in LIBRARIES}
    count = len(set(labels))
    told = made_at.isoformat()
    return Card(digest.hexdigest(), len(texts), count, codes_edition, scores, told, libraries)


def save(classifier: LearnedClassifier, card: Card, folder: Path) -> None:
    """Write the classifier and its card, the card last. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    trial = classifier.trial
    plain = {
        "edition": EDITION,
        "labels": json.dumps(classifier.labels, ensure_ascii=False),
        "signs": BETWEEN.join(classifier.vocabulary.signs),
        "rarity": classifier.vocabulary.rarity,
        "weights": classifier.weights,
        "level": classifier.level,
        "sharpness": classifier.sharpness,
        "shift": classifier.shift,
        "answered": trial.answered,
        "confidence": trial.confidence,
        "right": trial.right,
    }
    skops.io.dump(plain, folder / MODEL_FILE)
    told = json.dumps(asdict(card), ensure_ascii=False, indent=2)
    (folder / CARD_FILE).write_text(told + "\n", encoding="utf-8")
