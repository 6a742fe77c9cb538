"""Which deadlines a moment is near enough to: asked from the moment, so that an index answers.

"Two working days before the end" asked of each deadline means counting back from every one of
them. Asked of the present it is one moment: all that ends up to it has no more than that left.
"""

from datetime import date, datetime, time, timedelta

from otklik.clock.kinds import Unit
from otklik.clock.work_calendar import MICROSECOND, WorkCalendar

ONE_DAY = timedelta(days=1)


def due_within(at: datetime, amount: int, unit: Unit, calendar: WorkCalendar) -> datetime:
    """Return the latest deadline of which, seen at ``at``, no more than the amount is left.

    The unit is counted as ``elapsed`` counts it: days are whole local dates, working hours run
    only in working time. ``ValueError`` for a naive moment and a negative amount.
    """
    _check(amount)
    if unit is Unit.WORKING_HOURS:
        return _end_of_rest(calendar.add_working_time(at, timedelta(hours=amount)), calendar)
    if unit is Unit.CLOCK_HOURS:
        return at + timedelta(hours=amount)
    today = calendar.local_date(at)
    if unit is Unit.WORKING_DAYS:
        return _end_of(calendar.add_working_days(today, amount + 1) - ONE_DAY, calendar)
    return _end_of(today + amount * ONE_DAY, calendar)


def due_since(at: datetime, amount: int, unit: Unit, calendar: WorkCalendar) -> datetime:
    """Return the latest deadline since which, seen at ``at``, at least the amount has passed.

    ``ValueError`` for a naive moment and a negative amount.
    """
    _check(amount)
    if amount == 0:
        calendar.local_date(at)  # Refuses a naive moment, as the units do.
        # The due moment itself is still in time.
        return at - MICROSECOND
    if unit is Unit.WORKING_HOURS:
        return calendar.take_working_time(at, timedelta(hours=amount))
    if unit is Unit.CLOCK_HOURS:
        return at - timedelta(hours=amount)
    today = calendar.local_date(at)
    if unit is Unit.WORKING_DAYS:
        return _end_of(calendar.add_working_days(today + ONE_DAY, -amount) - ONE_DAY, calendar)
    return _end_of(today - amount * ONE_DAY, calendar)


def _check(amount: int) -> None:
    if amount < 0:
        raise ValueError(f"an amount of time cannot be negative: {amount}")


def _end_of_rest(moment: datetime, calendar: WorkCalendar) -> datetime:
    """Return the moment, or where rest begins at it, the end of the rest: no time is lost by it."""
    later = calendar.add_working_time(moment + MICROSECOND, timedelta(0))
    return moment if later == moment + MICROSECOND else later


def _end_of(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, time.max, tzinfo=calendar.zone)
