"""When a term ends, how much of it has passed, how much is left."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from otklik.clock.kinds import LastDayRule, Term, Unit
from otklik.clock.work_calendar import WorkCalendar, real_time

HOUR = timedelta(hours=1)
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a term, or by how much it is overdue; ``amount`` is never negative.

    A term can be overdue by 0 working days: it ended on Friday and today is Saturday.
    """

    overdue: bool
    amount: float
    unit: Unit


def due_at(started_at: datetime, term: Term, calendar: WorkCalendar) -> datetime:
    """Return the moment the term ends, in the calendar's zone.

    Days: the day of the event is not counted (Civil Code art. 191), the term ends at 23:59:59
    local time of its last day, which the last-day rule may move. Working hours run only within
    working intervals. Clock hours are real time. ``ValueError`` for a naive start.
    """
    if term.unit is Unit.WORKING_HOURS:
        return calendar.add_working_time(started_at, timedelta(hours=term.amount))
    if term.unit is Unit.CLOCK_HOURS:
        real_time(started_at)
        ended_at = started_at.astimezone(UTC) + timedelta(hours=term.amount)
        return ended_at.astimezone(calendar.zone)
    last_date = _last_date(calendar.local_date(started_at), term, calendar)
    return datetime.combine(last_date, END_OF_DAY, tzinfo=calendar.zone)


def _last_date(start_date: date, term: Term, calendar: WorkCalendar) -> date:
    if term.unit is Unit.WORKING_DAYS:
        last_date = calendar.add_working_days(start_date, term.amount)
    else:
        last_date = start_date + timedelta(days=term.amount)
    return _moved(start_date, last_date, term.last_day_rule, calendar)


def _moved(start_date: date, last_date: date, rule: LastDayRule, calendar: WorkCalendar) -> date:
    """Apply the last-day rule.

    Back never reaches the day of the event or before: that day is not counted, a term that ended
    on it would have no length. Where no working day lies between (three days from 31 December),
    the term ends on the next working day, as Civil Code art. 193 has it.
    """
    if rule is LastDayRule.NONE or calendar.is_working_day(last_date):
        return last_date
    if rule is LastDayRule.BACK:
        earlier = calendar.previous_working_day(last_date)
        if earlier > start_date:
            return earlier
    return calendar.next_working_day(last_date)


def elapsed(started_at: datetime, ended_at: datetime, unit: Unit, calendar: WorkCalendar) -> float:
    """Return how many units passed between two moments; negative when they run back.

    Days are whole local dates, the day of the start not counted; hours are real time and may be
    fractions. ``ValueError`` for naive moments.
    """
    if unit is Unit.WORKING_HOURS:
        return calendar.working_time_between(started_at, ended_at) / HOUR
    if unit is Unit.CLOCK_HOURS:
        return timedelta(microseconds=real_time(ended_at) - real_time(started_at)) / HOUR
    first, last = calendar.local_date(started_at), calendar.local_date(ended_at)
    if unit is Unit.WORKING_DAYS:
        return calendar.working_days_between(first, last)
    return (last - first).days


def remaining(now: datetime, due_at: datetime, unit: Unit, calendar: WorkCalendar) -> Remaining:
    """Return what is left until ``due_at``, or by how much it is overdue, at the moment ``now``.

    The due moment itself is still in time. ``ValueError`` for naive moments.
    """
    overdue = real_time(now) > real_time(due_at)
    return Remaining(overdue, abs(elapsed(now, due_at, unit, calendar)), unit)
