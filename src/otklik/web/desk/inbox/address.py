"""Filters of the inbox as they stand in an address: read from it, written into it.

Days in an address are local and inclusive (``from``, ``to``, ``promised_to``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from otklik.cases.models.choices import OPEN_STATES, CaseKind, Channel, RedFlag, State
from otklik.cases.queries.filters import (
    BY_DUE,
    BY_RECEIVED,
    DUE_SYMBOLS,
    FLAG_WAITS,
    FLAGGED,
    Filters,
)
from otklik.handing.queries import cases_of
from otklik.registry.models import Municipality, Person, Territory
from otklik.registry.models.territory import TerritoryKind

OPEN = "open"
ME = "me"
NOBODY = "none"
LONGEST_QUERY = 200
FLAGS = (FLAGGED, FLAG_WAITS, *RedFlag.values)
NAMES = (
    "q", "channel", "state", "kind", "block", "recipient", "group", "topic", "place", "due",
    "executor", "for", "problem", "rating", "flag", "repeat", "control", "returned", "reopened",
    "from", "to", "promised_to",
    "order",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads addresses for a person of a municipality at a moment."""

    person: Person
    municipality: Municipality
    at: datetime

    def read(self, data: QueryDict) -> Filters:
        """Return the filters of the address; what makes no sense in it is left out."""
        recipients = data.getlist("recipient")
        return Filters(
            words=data.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY],
            channels=_known(data.getlist("channel"), Channel.values),
            states=_states(data.getlist("state")),
            kind=next(iter(_known(data.getlist("kind"), CaseKind.values)), ""),
            block_ids=_keys(data.getlist("block")),
            recipient_ids=_keys(recipients),
            is_unsorted=NOBODY in recipients,
            group_ids=_keys(data.getlist("group")),
            topic_ids=_keys(data.getlist("topic")),
            settlement_ids=self._settlements(_keys(data.getlist("place"))),
            executor_id=self.person.pk if data.get("executor") == ME else None,
            also=self._for(_keys(data.getlist("for"))),
            problem_id=next(iter(_keys(data.getlist("problem"))), None),
            due=next(iter(_known(data.getlist("due"), DUE_SYMBOLS)), ""),
            ratings=tuple(key for key in _keys(data.getlist("rating")) if key <= 5),
            flag=next(iter(_known(data.getlist("flag"), FLAGS)), ""),
            is_repeat="repeat" in data,
            on_control="control" in data,
            is_returned="returned" in data,
            is_reopened="reopened" in data,
            received_from=self._midnight(_day(data.get("from", "")), after=0),
            received_until=self._midnight(_day(data.get("to", "")), after=1),
            promised_until=_next_day(_day(data.get("promised_to", ""))),
            order=BY_DUE if data.get("order") == BY_DUE else BY_RECEIVED,
        )

    def _midnight(self, day: date | None, *, after: int) -> datetime | None:
        if day is None:
            return None
        shifted = day + timedelta(days=after)
        return datetime.combine(shifted, time.min, tzinfo=self.municipality.zone)

    def _for(self, keys: tuple[int, ...]) -> Q:
        """Return the condition of cases the person has for a colleague; none without one."""
        today = self.municipality.local(self.at).date()
        return cases_of(keys[0], self.person, today) if keys else Q()

    def _settlements(self, keys: tuple[int, ...]) -> tuple[int, ...]:
        """Return the settlements themselves and those that lie in the councils chosen."""
        if not keys:
            return ()
        places = Territory.objects.filter(municipality=self.municipality)
        tree = places.exclude(kind=TerritoryKind.STREET).values_list("pk", "parent", "kind")
        known = {pk: (parent, kind) for pk, parent, kind in tree}
        inside = [
            pk
            for pk, (_parent, kind) in known.items()
            if kind == TerritoryKind.SETTLEMENT and _lies_in(pk, frozenset(keys), known)
        ]
        # A place without settlements must find nothing, not everything.
        return tuple(inside) or keys


def _lies_in(pk: int, keys: frozenset[int], known: dict[int, tuple[int | None, str]]) -> bool:
    at: int | None = pk
    for _level in range(10):
        if at in keys:
            return True
        at = known[at][0] if at in known else None
        if at is None:
            return False
    return False


def path(filters: Filters, municipality: Municipality) -> str:
    """Return the address of the list of what the filters let through."""
    return f"{reverse('inbox')}?{write(filters, municipality)}"


def write(filters: Filters, municipality: Municipality) -> str:
    """Return the query part of the address that lists what the filters let through."""
    pairs: list[tuple[str, object]] = [("q", filters.words)] if filters.words else []
    pairs += [("channel", symbol) for symbol in filters.channels]
    if set(filters.states) == set(OPEN_STATES):
        pairs.append(("state", OPEN))
    else:
        pairs += [("state", symbol) for symbol in filters.states]
    pairs += [("block", key) for key in filters.block_ids]
    pairs += [("recipient", key) for key in filters.recipient_ids]
    pairs += [("group", key) for key in filters.group_ids]
    pairs += [("topic", key) for key in filters.topic_ids]
    pairs += [("place", key) for key in filters.settlement_ids]
    pairs += [("rating", value) for value in filters.ratings]
    pairs += _marks(filters) + _days(filters, municipality)
    return urlencode(pairs)


def _marks(filters: Filters) -> list[tuple[str, object]]:
    marks: tuple[tuple[str, object, bool], ...] = (
        ("kind", filters.kind, bool(filters.kind)),
        ("recipient", NOBODY, filters.is_unsorted),
        ("due", filters.due, bool(filters.due)),
        ("executor", ME, filters.executor_id is not None),
        ("problem", filters.problem_id, filters.problem_id is not None),
        ("flag", filters.flag, bool(filters.flag)),
        ("repeat", 1, filters.is_repeat),
        ("control", 1, filters.on_control),
        ("returned", 1, filters.is_returned),
        ("reopened", 1, filters.is_reopened),
        ("order", BY_DUE, filters.order == BY_DUE),
    )
    return [(name, value) for name, value, is_set in marks if is_set]


def _days(filters: Filters, municipality: Municipality) -> list[tuple[str, object]]:
    days: list[tuple[str, object]] = []
    if filters.received_from is not None:
        days.append(("from", municipality.local(filters.received_from).date().isoformat()))
    if filters.received_until is not None:
        last = municipality.local(filters.received_until).date() - timedelta(days=1)
        days.append(("to", last.isoformat()))
    if filters.promised_until is not None:
        days.append(("promised_to", (filters.promised_until - timedelta(days=1)).isoformat()))
    return days


def clean(data: QueryDict) -> QueryDict:
    """Return the address without cursors, blanks and names the inbox does not know."""
    cleaned = QueryDict(mutable=True)
    for name in NAMES:
        values = [value for value in data.getlist(name) if value]
        if values:
            cleaned.setlist(name, values)
    return cleaned


def _known(values: Iterable[str], symbols: Iterable[str]) -> tuple[str, ...]:
    allowed = set(symbols)
    return tuple(dict.fromkeys(value for value in values if value in allowed))


def _states(values: list[str]) -> tuple[str, ...]:
    if OPEN in values:
        return OPEN_STATES
    return _known(values, State.values)


def _keys(values: Iterable[str]) -> tuple[int, ...]:
    return tuple(
        dict.fromkeys(int(value) for value in values if value.isdecimal() and len(value) < 19)
    )


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2200 else None


def _next_day(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)
