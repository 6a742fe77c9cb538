"""What happened to a case, read from the log in the order of events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from otklik.cases.models import Case, Event

# Inner columns of a case: they change with the others and tell a reader nothing.
INNER_FIELDS = frozenset(
    {"search_text", "search_personal", "source_fingerprint", "decisions", "flag_waits_since"}
)
PERSONAL_FIELDS = frozenset(
    {
        "applicant_name",
        "applicant_address",
        "applicant_phone",
        "applicant_email",
        "applicant_url",
        "source_url",
        "place_text",
        "text",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """A field of the case before and after, registry keys already made names.

    ``field`` is the name of the field without ``_id``; values are texts, numbers, booleans,
    ISO moments or ``None``, as the log keeps them.
    """

    field: str
    before: object
    after: object

    @property
    def is_personal(self) -> bool:
        """Whether the values may name the applicant."""
        return self.field in PERSONAL_FIELDS


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the log about the case. ``details`` holds all but the changes of fields."""

    name: str
    at: datetime
    recorded_at: datetime
    actor: str
    person_name: str
    changes: tuple[Change, ...]
    details: dict[str, Any]


def history_of(case: Case) -> list[Happening]:
    """Return everything the log tells of the case, in the order of when it happened."""
    events = Event.objects.filter(case_id=case.pk, municipality_id=case.municipality_id)
    rows = list(events.select_related("person").order_by("at", "seq"))
    data = [row.details for row in rows]
    names = _names(data)
    return [
        Happening(
            name=row.name,
            at=row.at,
            recorded_at=row.recorded_at,
            actor=row.actor,
            person_name=row.person.short_name if row.person else "",
            changes=tuple(_changes(details, names)),
            details={k: v for k, v in details.items() if k not in ("before", "after")},
        )
        for row, details in zip(rows, data, strict=True)
    ]


def _changes(
    details: dict[str, Any], names: dict[tuple[type[Model], int], str]
) -> Iterator[Change]:
    before, after = _pair(details)
    for name in after:
        field = _field(name)
        if name in INNER_FIELDS or field is None:
            continue
        values = [_shown(field, side.get(name), names) for side in (before, after)]
        yield Change(field.name, *values)


def _pair(details: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return details.get("before") or {}, details.get("after") or {}


def _field(name: str) -> "Field[Any, Any] | None":
    """Return the field of a case a name in the log stands for; later models may lack it."""
    try:
        field = Case._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        try:
            field = Case._meta.get_field(name)
        except FieldDoesNotExist:
            return None
    return field if isinstance(field, Field) else None


def _shown(
    field: "Field[Any, Any]", value: object, names: dict[tuple[type[Model], int], str]
) -> object:
    if isinstance(value, dict):
        return value.get("name", "")
    if field.is_relation and isinstance(value, int) and field.related_model is not None:
        return names.get((_model(field), value), str(value))
    return value


def _names(rows: Iterable[dict[str, Any]]) -> dict[tuple[type[Model], int], str]:
    """Return the names of the registry rows the log mentions by their keys alone."""
    keys: dict[type[Model], set[int]] = {}
    for details in rows:
        for side in _pair(details):
            for name, value in side.items():
                field = _field(name)
                if field is not None and field.is_relation and isinstance(value, int):
                    keys.setdefault(_model(field), set()).add(value)
    return {
        (model, key): str(row)
        for model, wanted in keys.items()
        for key, row in model._default_manager.in_bulk(wanted).items()
    }


def _model(field: "Field[Any, Any]") -> type[Model]:
    model = field.related_model
    return Case if isinstance(model, str) or model is None else model
