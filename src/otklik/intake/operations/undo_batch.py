"""Undo a file that was taken in by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from otklik.cases import log
from otklik.cases.models import (
    Answer,
    Case,
    CaseSource,
    Clock,
    Event,
    ImportBatch,
    Question,
    Rating,
)
from otklik.cases.models.choices import BatchState
from otklik.cases.queries.access import NotAllowed
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission

MOMENTS = frozenset({"state_at", "answered_at", "closed_at", "next_due_at", "flag_waits_since"})
DATES = frozenset({"promised_date", "external_due_date"})
KEYS_AT_ONCE = 500
CLOCK_FIELDS = ("due_at", "original_due_at", "met_at", "cancelled_at")


class NotApplied(Exception):
    """Only a file that was taken in can be undone, and only once."""


class LaterFileStands(Exception):
    """A later file has changed the same cases: that one must be undone first."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the cases of the file.

    ``kept`` counts cases a person has worked on since: they stay as they are.
    """

    removed: int
    restored: int
    kept: int


def undo_batch(*, batch: ImportBatch, grants: Grants, at: datetime) -> Undone:
    """Remove the cases the file made and restore those it changed; return what was done.

    The log keeps that they were there. Raises ``NotAllowed``, ``NotApplied`` and
    ``LaterFileStands``.
    """
    if not grants.allows(Permission.UNDO_IMPORT, batch.municipality):
        raise NotAllowed(Permission.UNDO_IMPORT)
    with transaction.atomic():
        log.hold(batch.municipality)
        locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.state != BatchState.APPLIED:
            raise NotApplied
        # The latest first: a mended row may have touched a case once more.
        sources = list(CaseSource.objects.filter(batch=locked).order_by("-pk"))
        worked_on = _worked_on(sources, locked)
        free = [source for source in sources if source.case_id not in worked_on]
        _check_nothing_later(locked, free)
        removed = [source.case_id for source in free if source.is_new_case]
        restored = {source.case_id for source in free} - set(removed)
        cases = Case.objects.select_for_update(of=("self",)).in_bulk(restored)
        for source in free:
            if source.case_id in cases:
                _restore(cases[source.case_id], source)
        CaseSource.objects.filter(pk__in=[source.pk for source in free]).delete()
        for start in range(0, len(removed), KEYS_AT_ONCE):
            Case.objects.filter(pk__in=removed[start : start + KEYS_AT_ONCE]).delete()
        locked.state = BatchState.UNDONE
        locked.undone_at = at
        locked.save()
        kept = {source.case_id for source in sources} & worked_on
        result = Undone(len(removed), len(restored), len(kept))
        _write_log(locked, removed, result, grants, at)
    batch.refresh_from_db()
    return result


def _write_log(
    batch: ImportBatch, removed: list[int], result: Undone, grants: Grants, at: datetime
) -> None:
    data = {
        "batch": batch.pk,
        "file": batch.file_name,
        "removed": removed,
        "restored": result.restored,
        "kept": result.kept,
    }
    entry = log.Entry("import.undone", None, at, data)
    log.append(batch.municipality, [entry], person=grants.person, recorded_at=at)


def _check_nothing_later(batch: ImportBatch, sources: list[CaseSource]) -> None:
    keys = [source.case_id for source in sources]
    later = CaseSource.objects.filter(batch__pk__gt=batch.pk, batch__state=BatchState.APPLIED)
    for start in range(0, len(keys), KEYS_AT_ONCE):
        if later.filter(case__in=keys[start : start + KEYS_AT_ONCE]).exists():
            raise LaterFileStands


def _worked_on(sources: list[CaseSource], batch: ImportBatch) -> set[int]:
    if not sources or batch.applied_at is None:
        return set()
    events = Event.objects.filter(
        municipality=batch.municipality,
        actor=log.PERSON,
        case_id__isnull=False,
        recorded_at__gte=batch.applied_at,
    )
    touched = set(events.values_list("case_id", flat=True))
    # A case that another repeats, by a person's word, cannot vanish from under it.
    repeated = Case.objects.of_municipality(batch.municipality).filter(repeat_of__isnull=False)
    touched |= set(repeated.values_list("repeat_of", flat=True))
    return {source.case_id for source in sources if source.case_id in touched}


def _restore(case: Case, source: CaseSource) -> None:
    before = source.earlier
    for name, value in before.get("fields", {}).items():
        setattr(case, name, _read(name, value))
    case.source_fingerprint = before.get("fingerprint", "")
    case.save()
    added = before.get("added", {})
    Answer.objects.filter(pk__in=added.get("answers", [])).delete()
    Rating.objects.filter(pk__in=added.get("ratings", [])).delete()
    Clock.objects.filter(pk__in=added.get("clocks", [])).delete()
    Question.objects.filter(pk__in=added.get("questions", [])).delete()
    for key, values in before.get("clocks", {}).items():
        moments = {name: _moment(v) for name, v in zip(CLOCK_FIELDS, values, strict=True)}
        Clock.objects.filter(pk=int(key)).update(**moments)


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in MOMENTS:
        return datetime.fromisoformat(value)
    if name in DATES:
        return date.fromisoformat(value)
    return value


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
