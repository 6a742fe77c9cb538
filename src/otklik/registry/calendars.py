"""The working calendar of a municipality, from the registry."""

from collections.abc import Iterable
from datetime import date, time

from otklik.clock import DayHours, DayKind, WorkCalendar, WorkSchedule
from otklik.registry.models import CalendarDay, Municipality, WorkingHours

# Where a registry names no hours: the usual five-day week with a lunch break.
USUAL_HOURS = DayHours(time(8, 0), time(17, 0), time(12, 0), time(13, 0))
_LONG_AGO = date(1900, 1, 1)


def calendar_of(municipality: Municipality) -> WorkCalendar:
    """Return the calendar: the country's, days set by hand, and the hours of work by date.

    Days of the municipality win over days set for all. The rows are read each time, two small
    queries; a calendar is worth keeping for the length of an import, not longer.
    """
    days = CalendarDay.objects.filter(municipality__isnull=True) | CalendarDay.objects.filter(
        municipality=municipality
    )
    overrides = {
        day.date: DayKind(day.kind)
        for day in sorted(days, key=lambda day: day.municipality_id is not None)
    }
    hours = list(WorkingHours.objects.filter(municipality=municipality))
    changes = sorted({row.valid_from or _LONG_AGO for row in hours} | _ends(hours))
    schedules = {day: _schedule(hours, day) for day in changes}
    first = schedules.pop(changes[0]) if changes else _usual()
    return WorkCalendar(municipality.zone, first, overrides, schedules)


def _ends(hours: Iterable[WorkingHours]) -> set[date]:
    return {row.valid_until for row in hours if row.valid_until is not None}


def _schedule(hours: Iterable[WorkingHours], on: date) -> WorkSchedule:
    in_force = sorted(
        (row for row in hours if row.is_in_force(on)), key=lambda row: row.valid_from or _LONG_AGO
    )
    if not in_force:
        # Hours that ended without others after them: people work on, by the usual week.
        return _usual()
    return WorkSchedule(
        {
            row.weekday: DayHours(row.start, row.end, row.break_start, row.break_end)
            for row in in_force
        }
    )


def _usual() -> WorkSchedule:
    return WorkSchedule(dict.fromkeys(range(1, 6), USUAL_HOURS))
