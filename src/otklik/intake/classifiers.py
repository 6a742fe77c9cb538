"""The trained classifiers that sort for a municipality now, read from the installation's folder."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from otklik.registry.models import Municipality, TrainedClassifier
from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.store import CannotLoad, load

# A classifier takes some ten megabytes; a centre of a region works with three for each
# municipality, and only those at work are needed.
KEPT = 12
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AtWork:
    """A classifier and the row that says what it is."""

    row: TrainedClassifier
    classifier: LearnedClassifier


def at_work(municipality: Municipality) -> dict[str, AtWork]:
    """Return by aspect the classifiers that sort now.

    One whose file is gone or damaged is left out, as if nothing had been learnt: sorting goes
    on by words, and the page of the machine says so.
    """
    rows = TrainedClassifier.objects.filter(municipality=municipality, is_active=True)
    found = {}
    for row in rows:
        try:
            found[row.aspect] = AtWork(row, classifier_of(row))
        except CannotLoad as error:
            logger.warning("classifier %s cannot be read: %s", row.pk, error)
    return found


def classifier_of(row: TrainedClassifier) -> LearnedClassifier:
    """Return the classifier of the row. Raises ``CannotLoad``."""
    return _loaded(folder_of(row.folder))


def folder_of(name: str) -> Path:
    """Return the folder of a classifier; none is ever written to twice."""
    return Path(settings.CLASSIFIERS_FOLDER) / name


@lru_cache(maxsize=KEPT)
def _loaded(folder: Path) -> LearnedClassifier:
    return load(folder)[0]
