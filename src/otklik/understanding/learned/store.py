"""A classifier in a folder: a file of plain data (skops, never pickle) and a card."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from otklik.core.reasons import Reason
from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.confidence import Trial
from otklik.understanding.learned.signs_of_text import Vocabulary
from otklik.understanding.learned.skops_file import read_plain

MODEL_FILE, CARD_FILE = "classifier.skops", "card.json"
# Raised when the signs of a text or the file change: an older file would be read wrongly.
EDITION = 2
STORE_REASONS = ("model_not_found", "model_damaged", "model_of_other_edition")
# No sign holds it: words are letters and digits, pairs are parted by a space.
BETWEEN = "\n"


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


def load(folder: Path) -> tuple[LearnedClassifier, Card]:
    """Return what ``keeping.save`` wrote; it gives the same answers. Raises ``CannotLoad``."""
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
    plain = read_plain(path)
    if plain["edition"] != EDITION:
        raise CannotLoad(Reason("model_of_other_edition", {"folder": path.parent.name}))
    signs = plain["signs"].split(BETWEEN)
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
