"""Starting, meeting, moving and cancelling the clocks of a case.

A clock starts and stops at occurrences (``received``, ``assigned``, ``first_reply`` …) named by
the terms of the regulation. Whether it is overdue is asked when needed, never stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from otklik.cases.models import Case, Clock, bulk
from otklik.clock import LastDayRule, Term, Unit, WorkCalendar, due_at
from otklik.registry.models import RegulationTerm
from otklik.registry.models.regulations import ClockKind
from otklik.registry.models.term_units import TermUnit

# A promise is kept, late or in time, when the applicant gets the full answer: it is the one
# clock a person starts, whatever the regulation says.
PROMISE_ENDS = frozenset({"final_reply", "closed"})


@dataclass(frozen=True, slots=True)
class RunningTerm:
    """A term of a regulation made ready for counting."""

    kind: str
    term: Term
    unit: str
    last_day_rule: str
    starts_at: frozenset[str]
    stops_at: frozenset[str]

    def only_stopping(self) -> "RunningTerm":
        """Return the term as it ends clocks and starts none."""
        return replace(self, starts_at=frozenset())


def running_terms(terms: Iterable[RegulationTerm]) -> tuple[RunningTerm, ...]:
    """Return the terms of a regulation ready for counting, in the order given."""
    return tuple(
        RunningTerm(
            kind=row.clock,
            term=Term(row.amount, Unit(row.unit), LastDayRule(row.last_day_rule)),
            unit=row.unit,
            last_day_rule=row.last_day_rule,
            starts_at=_symbols(row.starts_at),
            stops_at=_symbols(row.stops_at),
        )
        for row in terms
    )


def _symbols(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(";") if part.strip())


def apply_occurrence(
    clocks: list[Clock],
    terms: Sequence[RunningTerm],
    occurrence: str,
    at: datetime,
    calendar: WorkCalendar,
) -> None:
    """Let an occurrence at the moment ``at`` meet and start clocks; changes ``clocks``.

    A clock that never ran is not met; one of the same kind that still runs is not started
    twice.
    """
    stopped = {term.kind for term in terms if occurrence in term.stops_at}
    if occurrence in PROMISE_ENDS:
        stopped.add(ClockKind.PROMISED)
    for clock in clocks:
        if clock.kind in stopped and clock.is_running:
            clock.met_at = max(at, clock.started_at)
    for term in terms:
        if occurrence in term.starts_at and not _is_running(term.kind, clocks):
            clocks.append(_started(term, at, calendar))


def _is_running(kind: str, clocks: Iterable[Clock]) -> bool:
    return any(clock.kind == kind and clock.is_running for clock in clocks)


def _started(term: RunningTerm, at: datetime, calendar: WorkCalendar) -> Clock:
    due = due_at(at, term.term, calendar)
    return bulk.made(
        Clock,
        kind=term.kind,
        amount=term.term.amount,
        unit=term.unit,
        last_day_rule=term.last_day_rule,
        started_at=at,
        due_at=due,
        original_due_at=due,
    )


def promise(started_at: datetime, promised_date: date, zone: ZoneInfo) -> Clock:
    """Return the clock of a deferred solution: it ends with the promised day, local time."""
    due = end_of_day(promised_date, zone)
    days = (promised_date - started_at.astimezone(zone).date()).days
    return Clock(
        kind=ClockKind.PROMISED,
        amount=max(days, 0),
        unit=TermUnit.CALENDAR_DAYS,
        started_at=started_at,
        due_at=due,
        original_due_at=due,
    )


def notice(registered_at: datetime, days: int, calendar: WorkCalendar) -> Clock:
    """Return the clock in which the applicant is told why there is no answer (59-FZ art. 11)."""
    rule = LastDayRule.BACK
    due = due_at(registered_at, Term(days, Unit.CALENDAR_DAYS, rule), calendar)
    return Clock(
        kind=ClockKind.NOTICE,
        amount=days,
        unit=TermUnit.CALENDAR_DAYS,
        last_day_rule=rule,
        started_at=registered_at,
        due_at=due,
        original_due_at=due,
    )


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of the local day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def set_due_date(clocks: Iterable[Clock], kind: str, day: date, zone: ZoneInfo) -> None:
    """Give a clock that nobody extended the due day the source system itself names."""
    for clock in clocks:
        if clock.kind == kind and clock.is_running and clock.times_extended == 0:
            clock.due_at = clock.original_due_at = end_of_day(day, zone)


def move_promise(clock: Clock, promised_date: date, zone: ZoneInfo) -> None:
    """Let a running promise end with another day; when it was to end first stays known."""
    clock.due_at = end_of_day(promised_date, zone)


def extend(clock: Clock, days: int, calendar: WorkCalendar) -> None:
    """Move a running clock by calendar days (59-FZ art. 12 part 2), keeping its last-day rule.

    The days are added to the whole term, not to a due day the last-day rule has moved already:
    30 + 30 days end where 60 days do. A due day set by the source system is the new anchor.
    """
    rule = LastDayRule(clock.last_day_rule)
    own = due_at(clock.started_at, Term(clock.amount, Unit(clock.unit), rule), calendar)
    if clock.unit == TermUnit.CALENDAR_DAYS and own == clock.due_at:
        clock.amount += days
        clock.due_at = due_at(
            clock.started_at, Term(clock.amount, Unit.CALENDAR_DAYS, rule), calendar
        )
    else:
        clock.due_at = due_at(clock.due_at, Term(days, Unit.CALENDAR_DAYS, rule), calendar)
    clock.times_extended += 1


def cancel_running(clocks: Iterable[Clock], at: datetime) -> None:
    """Cancel every clock that still runs."""
    for clock in clocks:
        if clock.is_running:
            clock.cancelled_at = max(at, clock.started_at)


def set_next_due(case: Case, clocks: Iterable[Clock]) -> None:
    """Write on the case which clock ends first, for the board to find it by an index."""
    running = [clock for clock in clocks if clock.is_running]
    first = min(running, key=lambda clock: clock.due_at, default=None)
    case.next_due_at = first.due_at if first else None
    case.next_clock = first.kind if first else ""


def local_days(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the half-open local day of the moment: its midnight and the next one."""
    start = datetime.combine(at.astimezone(zone).date(), time(0), tzinfo=zone)
    return start, datetime.combine(start.date() + timedelta(days=1), time(0), tzinfo=zone)
