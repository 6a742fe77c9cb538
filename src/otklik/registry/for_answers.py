"""Which items of the checklist and which templates are for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q

from otklik.registry.models import Municipality, QualityItem, ReplyTemplate
from otklik.registry.models.answers import AnswerKindFilter, ForAnswers
from otklik.registry.models.effective import in_force

Row = TypeVar("Row", QualityItem, ReplyTemplate)


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer rows are looked for: symbols and codes of its case, blank where unknown."""

    kind: str
    channel: str
    topic_code: str = ""
    group_code: str = ""
    answer_kind: str = AnswerKindFilter.FINAL
    resolution: str = ""


def items_for(municipality: Municipality, asked: Asked, on: date) -> list[QualityItem]:
    """Return the items in force on the day ``on``, the heaviest first."""
    rows = QualityItem.objects.filter(_of(municipality), in_force(on))
    found = [
        row
        for row in _own_first(rows)
        if _fit(row, asked) and (not asked.resolution or _holds(row.resolutions, asked.resolution))
    ]
    return sorted(found, key=lambda row: (-row.weight, row.code))


def templates_for(municipality: Municipality, asked: Asked, on: date) -> list[ReplyTemplate]:
    """Return the templates in force on the day, those that name the topic first, then its group."""
    rows = ReplyTemplate.objects.filter(_of(municipality), in_force(on))
    found = [row for row in _own_first(rows) if _fit(row, asked)]
    return sorted(found, key=lambda row: (-_closeness(row, asked), row.name, row.code))


def _of(municipality: Municipality) -> Q:
    return Q(municipality=municipality) | Q(municipality__isnull=True)


def _own_first(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, each common one left out where the municipality has its own."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda one: one.municipality_id is not None):
        found[row.code] = row
    return list(found.values())


def _fit(row: ForAnswers, asked: Asked) -> bool:
    return (
        _holds(row.kinds, asked.kind)
        and _holds(row.channels, asked.channel)
        and (
            _holds(row.topics, asked.topic_code)
            or (bool(asked.group_code) and asked.group_code in _codes(row.topics))
        )
        and row.answer_kind in (AnswerKindFilter.ANY, asked.answer_kind or row.answer_kind)
    )


def _closeness(row: ForAnswers, asked: Asked) -> int:
    topics = _codes(row.topics)
    by_topic = 2 * (asked.topic_code in topics) or int(asked.group_code in topics)
    return 4 * by_topic + 2 * bool(row.channels) + bool(row.kinds)


def _holds(codes: str, code: str) -> bool:
    return not codes.strip() or code in _codes(codes)


def _codes(text: str) -> set[str]:
    return {part.strip() for part in text.split(";") if part.strip()}
