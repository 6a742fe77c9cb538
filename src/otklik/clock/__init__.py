"""Days, hours, holidays and the four kinds of term. Pure: given a calendar, it only counts."""

from otklik.clock.kinds import DayKind, LastDayRule, Term, Unit
from otklik.clock.nearing import due_since, due_within
from otklik.clock.schedule import DayHours, WorkSchedule
from otklik.clock.terms import Remaining, due_at, elapsed, remaining
from otklik.clock.work_calendar import WorkCalendar

__all__ = [
    "DayHours",
    "DayKind",
    "LastDayRule",
    "Remaining",
    "Term",
    "Unit",
    "WorkCalendar",
    "WorkSchedule",
    "due_at",
    "due_since",
    "due_within",
    "elapsed",
    "remaining",
]
