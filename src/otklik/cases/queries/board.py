"""What burns today: counts by responsible body, and the cases with the least time left.

All counts come from two partial indexes over the few cases that are open, never from the whole
register, and each is exactly the number of cases the list shows for the ``Filters`` beside it.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Min, Q

from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import OPEN_STATES, State
from otklik.cases.queries import filters, lists
from otklik.cases.queries.filters import (
    BY_DUE,
    DAYS_AHEAD,
    FLAG_WAITS,
    OVERDUE,
    TODAY,
    TOMORROW,
    WEEK,
    Filters,
    due_bounds,
)
from otklik.cases.queries.rows import Row
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality, Organisation

BURNING_ROWS = 20
LOW_RATINGS = (1, 2)
RATING_DAYS = 90
COUNTED = (OVERDUE, TODAY, TOMORROW, WEEK)


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one responsible body; ``recipient_id`` ``None``: cases nobody holds yet."""

    recipient_id: int | None
    name: str
    overdue: int = 0
    today: int = 0
    tomorrow: int = 0
    week: int = 0
    open: int = 0
    oldest_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """A pile of cases that wait for one kind of work, and the filters that list them."""

    name: str
    count: int
    filters: Filters


@dataclass(frozen=True, slots=True)
class Board:
    """All the board shows. ``piles`` by name: see ``find_board``."""

    total: Line
    lines: list[Line]
    piles: list[Pile]
    burning: list[Row]


def find_board(*, grants: Grants, municipality: Municipality, at: datetime) -> Board:
    """Return the board of the person at the moment ``at``, by the days of the municipality."""
    cases = filters.visible(grants, municipality)
    due = _due_counts(cases, at, municipality)
    by_state = _open_counts(cases)
    lines = _lines(due, by_state)
    page = lists.find_page(
        Filters(order=BY_DUE), grants=grants, municipality=municipality, at=at, size=BURNING_ROWS
    )
    return Board(
        total=_total(lines),
        lines=lines,
        piles=_piles(cases, by_state, at, municipality),
        burning=page.rows,
    )


def _due_counts(
    cases: CaseQuerySet, at: datetime, municipality: Municipality
) -> dict[int | None, dict[str, object]]:
    counts = {}
    for symbol in COUNTED:
        begin, end = due_bounds(symbol, at, municipality.zone)
        within = Q() if begin is None else Q(next_due_at__gte=begin)
        counts[symbol] = Count("pk", filter=within & Q(next_due_at__lt=end))
    _begin, last = due_bounds(WEEK, at, municipality.zone)
    near = cases.filter(next_due_at__isnull=False, next_due_at__lt=last)
    grouped = near.annotate(holder=F("plain_recipient")).values("holder")
    counted = grouped.annotate(oldest=Min("next_due_at"), **counts).order_by()
    return {row["holder"]: dict(row) for row in counted}


def _open_counts(cases: CaseQuerySet) -> dict[tuple[int | None, str], int]:
    named = filters.only_open(cases).annotate(holder=F("plain_recipient"), at=F("plain_state"))
    counted = named.values_list("holder", "at").annotate(number=Count("pk")).order_by()
    return {(recipient, state): number for recipient, state, number in counted}


def _lines(
    due: dict[int | None, dict[str, object]], by_state: dict[tuple[int | None, str], int]
) -> list[Line]:
    open_of: dict[int | None, int] = defaultdict(int)
    for (recipient, _state), number in by_state.items():
        open_of[recipient] += number
    keys = set(open_of) | set(due)
    organisations = Organisation.objects.in_bulk([key for key in keys if key is not None])
    lines = []
    for key in keys:
        row = due.get(key, {})
        oldest = row.get("oldest") if row.get(OVERDUE) else None
        counts = {symbol: row.get(symbol, 0) for symbol in COUNTED}
        name = str(organisations[key]) if key is not None else ""
        lines.append(
            Line(key, name, open=open_of[key], oldest_due_at=oldest, **counts)  # type: ignore[arg-type]
        )
    return sorted(lines, key=lambda line: (-line.overdue, -line.today, -line.open, line.name))


def _total(lines: list[Line]) -> Line:
    oldest = [line.oldest_due_at for line in lines if line.oldest_due_at is not None]
    return Line(
        recipient_id=None,
        name="",
        overdue=sum(line.overdue for line in lines),
        today=sum(line.today for line in lines),
        tomorrow=sum(line.tomorrow for line in lines),
        week=sum(line.week for line in lines),
        open=sum(line.open for line in lines),
        oldest_due_at=min(oldest, default=None),
    )


def _piles(
    cases: CaseQuerySet,
    by_state: dict[tuple[int | None, str], int],
    at: datetime,
    municipality: Municipality,
) -> list[Pile]:
    today = municipality.local(at).date()
    states: dict[str, int] = defaultdict(int)
    for (_recipient, state), number in by_state.items():
        states[state] += number
    unsorted = sum(number for (recipient, _state), number in by_state.items() if recipient is None)
    promised = Filters(states=(State.DEFERRED,), promised_until=today + timedelta(days=DAYS_AHEAD))
    rated = Filters(
        states=(State.ANSWERED,),
        ratings=LOW_RATINGS,
        received_from=_midnight(today - timedelta(days=RATING_DAYS), municipality),
    )
    returned = Filters(is_returned=True)
    flagged = Filters(flag=FLAG_WAITS)
    counted = [
        Pile("flagged", lists.count(cases, flagged, at, municipality), flagged),
        Pile("unsorted", unsorted, Filters(states=OPEN_STATES, is_unsorted=True)),
        Pile("in_review", states[State.IN_REVIEW], Filters(states=(State.IN_REVIEW,))),
        Pile("approved", states[State.APPROVED], Filters(states=(State.APPROVED,))),
    ]
    asked = {"returned": returned, "promised": promised, "low_rating": rated}
    return counted + [
        Pile(name, lists.count(cases, chosen, at, municipality), chosen)
        for name, chosen in asked.items()
    ]


def _midnight(day: date, municipality: Municipality) -> datetime:
    return datetime.combine(day, time.min, tzinfo=municipality.zone)


def filters_of(line: Line, symbol: str) -> Filters:
    """Return the filters that list the cases a count of the line is made of.

    ``symbol``: ``open`` or one of ``COUNTED``.
    """
    chosen = Filters(states=OPEN_STATES) if symbol == "open" else Filters(due=symbol)
    if line.recipient_id is None:
        return replace(chosen, is_unsorted=True)
    return replace(chosen, recipient_ids=(line.recipient_id,))
