"""Writing many new and changed cases at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from otklik.cases import guesses, log
from otklik.cases.models import Answer, Case, CaseSource, Clock, ImportBatch, Question, Rating
from otklik.cases.models.bulk import insert_rows, insert_values
from otklik.cases.models.choices import CaseKind
from otklik.channels.incoming import Incoming
from otklik.intake.changes import Change
from otklik.intake.drafting import Draft
from otklik.rules import uses

CASE_FIELDS_CHANGED = [
    field.name for field in Case._meta.concrete_fields if field.name not in ("id", "municipality")
]
# Made once: ``json.dumps`` makes a new encoder for every call with options.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
CLOCK_FIELDS_CHANGED = ["due_at", "original_due_at", "met_at", "cancelled_at"]


@dataclass(frozen=True, slots=True)
class NewRow:
    """An item not met before, with its draft."""

    item: Incoming
    draft: Draft


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """An item met before, with what it changes."""

    item: Incoming
    change: Change


def store_new(rows: Sequence[NewRow], batch: ImportBatch) -> list[log.Entry]:
    """Store the drafts and return their log entries, ready to be appended."""
    insert_rows([row.draft.case for row in rows])
    _store_parts([(row.draft.case, row.draft) for row in rows])
    guesses.keep((row.draft.case, row.draft.topic_guess) for row in rows)
    uses.keep((row.draft.case, row.draft.uses) for row in rows)
    Question.objects.bulk_create(
        Question(case=row.draft.case, number=1)
        for row in rows
        if row.draft.case.kind == CaseKind.APPEAL
    )
    insert_values(
        CaseSource,
        ("case_id", "batch_id", "row_number", "is_new_case", "payload", "before"),
        [
            (row.draft.case.pk, batch.pk, row.item.row_number, True, payload_text(row.item), "{}")
            for row in rows
        ],
    )
    for row in rows:
        for entry in row.draft.entries:
            entry.case_id = row.draft.case.pk
    return [entry for row in rows for entry in row.draft.entries]


def _store_parts(pairs: Sequence[tuple[Case, Draft]]) -> None:
    for name in ("clocks", "answers", "ratings"):
        parts: list[models.Model] = []
        for case, draft in pairs:
            for part in getattr(draft, name):
                part.case_id = case.pk
                parts.append(part)
        insert_rows(parts)


def store_changed(rows: Sequence[ChangedRow], batch: ImportBatch) -> list[log.Entry]:
    """Store the changes with what is needed to undo them; return their log entries."""
    Case.objects.bulk_update([row.change.case for row in rows], CASE_FIELDS_CHANGED, batch_size=100)
    for row in rows:
        _store_change(row, batch)
    for row in rows:
        for entry in row.change.entries:
            entry.case_id = row.change.case.pk
    return [entry for row in rows for entry in row.change.entries]


def _store_change(row: ChangedRow, batch: ImportBatch) -> None:
    change = row.change
    if change.told_topic_id is not None:
        guesses.judge(change.case.pk, change.told_topic_id, batch.created_at)
    new_clocks = [clock for clock in change.clocks if clock.pk is None]
    old_clocks = [clock for clock in change.clocks if clock.pk is not None]
    added: list[Clock | Answer | Rating] = [
        *new_clocks,
        *change.new_answers,
        *change.new_ratings,
    ]
    for part in added:
        part.case = change.case
        part.save()
    if old_clocks:
        Clock.objects.bulk_update(old_clocks, CLOCK_FIELDS_CHANGED)
    before: dict[str, Any] = {
        **change.before,
        "added": {
            "clocks": [clock.pk for clock in new_clocks],
            "answers": [answer.pk for answer in change.new_answers],
            "ratings": [rating.pk for rating in change.new_ratings],
            "questions": _questions_of(change),
        },
    }
    CaseSource.objects.create(
        case=change.case,
        batch=batch,
        row_number=row.item.row_number,
        payload=payload_text(row.item),
        before=json.dumps(before, ensure_ascii=False),
    )


def _questions_of(change: Change) -> list[int]:
    """Give a case that has become an appeal its first question; return the keys of new ones."""
    if not change.is_new_appeal or change.case.questions.exists():
        return []
    return [Question.objects.create(case=change.case, number=1).pk]


def payload_text(item: Incoming) -> str:
    """Return the row of the file as kept with the case: every column, in the file's order."""
    return _encode(dict(item.payload))
