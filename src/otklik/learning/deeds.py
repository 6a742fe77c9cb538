"""Letting a classifier sort, or taking it back: each in one transaction, with a line in the log."""

from datetime import datetime

from django.db import transaction

from otklik.cases import log
from otklik.registry.models import Municipality, Person, TrainedClassifier


def take_over(row: TrainedClassifier, *, person: Person | None, at: datetime) -> None:
    """Let the classifier sort its aspect from now on; what sorted before stays as it was made.

    Without a person it is the machine that found the new one better.
    """
    with transaction.atomic():
        log.hold(row.municipality)
        before = _retire(row.municipality, row.aspect)
        row.is_active, row.active_since = True, at
        row.save(update_fields=["is_active", "active_since"])
        _tell("machine.taken_over", row.municipality, row.aspect, before, row.folder, person, at)


def sort_by_words(municipality: Municipality, aspect: str, *, person: Person, at: datetime) -> None:
    """Sort the aspect by the words of the registry alone from now on."""
    with transaction.atomic():
        log.hold(municipality)
        before = _retire(municipality, aspect)
        if before:
            _tell("machine.taken_back", municipality, aspect, before, "", person, at)


def _retire(municipality: Municipality, aspect: str) -> str:
    rows = TrainedClassifier.objects.filter(
        municipality=municipality, aspect=aspect, is_active=True
    )
    before = rows.values_list("folder", flat=True).first() or ""
    rows.update(is_active=False)
    return before


def _tell(
    name: str,
    municipality: Municipality,
    aspect: str,
    before: str,
    after: str,
    person: Person | None,
    at: datetime,
) -> None:
    data = {"aspect": aspect, "classifier_before": before, "classifier": after}
    actor = log.PERSON if person else log.MACHINE
    entry = log.Entry(name, None, at, data, actor)
    log.append(municipality, [entry], person=person, recorded_at=at)
