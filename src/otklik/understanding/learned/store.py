"""Keeping a classifier in a folder: a file of plain data (skops, never pickle) and a card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
import skops.io

from otklik.core.reasons import Reason
from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.confidence import Trial
from otklik.understanding.learned.signs_of_text import Vocabulary

MODEL_FILE, CARD_FILE = "classifier.skops", "card.json"
# Raised when the signs of a text or the file change: an older file would be read wrongly.
EDITION = 1
# Types skops may make of a file beyond numbers, texts, lists and arrays: none.
TRUSTED: tuple[str, ...] = ()
LIBRARIES = ("numpy", "scipy", "scikit-learn", "skops")
STORE_REASONS = ("model_not_found", "model_damaged", "model_of_other_edition")
# No sign holds it: words are letters and digits, pairs are parted by a space.
_BETWEEN = "\n"


class CannotLoad(ValueError):
    """The folder holds no classifier this version reads; ``reason`` is of STORE_REASONS."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(f"{reason.code} {dict(reason.params)}")
        self.reason = reason


@dataclass(frozen=True)
class Card:
    """What a classifier was made of and how good it was on messages it had not seen.

    ``codes_edition`` names the edition of the list of topics or bodies the labels are of.
    """

    data_digest: str
    rows: int
    labels: int
    codes_edition: str
    scores: dict[str, float]
    made_at: str
    libraries: dict[str, str] = field(default_factory=dict)
    edition: int = EDITION


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
        "signs": _BETWEEN.join(classifier.vocabulary.signs),
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


def load(folder: Path) -> tuple[LearnedClassifier, Card]:
    """Return what ``save`` wrote; it gives the same answers. Raises ``CannotLoad``."""
    name = {"folder": folder.name}
    if not ((folder / MODEL_FILE).is_file() and (folder / CARD_FILE).is_file()):
        raise CannotLoad(Reason("model_not_found", name))
    try:
        card = Card(**json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))
        if card.edition != EDITION:
            raise CannotLoad(Reason("model_of_other_edition", name))
        return _read(folder / MODEL_FILE), card
    except CannotLoad:
        raise
    # A foreign file may fail anywhere in skops, and what it fails with is told nowhere.
    except Exception as error:
        raise CannotLoad(Reason("model_damaged", name)) from error


def _read(path: Path) -> LearnedClassifier:
    plain = skops.io.load(path, trusted=list(TRUSTED))
    if plain["edition"] != EDITION:
        raise CannotLoad(Reason("model_of_other_edition", {"folder": path.parent.name}))
    signs = plain["signs"].split(_BETWEEN)
    classifier = LearnedClassifier(
        labels=tuple(json.loads(plain["labels"])),
        vocabulary=Vocabulary(signs, plain["rarity"]),
        weights=plain["weights"],
        level=plain["level"],
        sharpness=plain["sharpness"],
        shift=plain["shift"],
        trial=Trial(plain["answered"], plain["confidence"], plain["right"]),
    )
    wanted = (len(signs), len(classifier.labels))
    if np.shape(classifier.weights) != wanted or len(plain["rarity"]) != len(signs):
        raise ValueError("the parts of the file do not fit each other")
    return classifier
