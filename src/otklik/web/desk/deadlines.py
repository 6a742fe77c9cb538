"""How much time is left until a deadline, in words of the unit the term is counted in."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.clock import Unit, WorkCalendar, remaining
from otklik.registry.calendars import calendar_of
from otklik.registry.models import Municipality

HOUR = timedelta(hours=1)


def shade_of(due_at: datetime, at: datetime) -> str:
    """Return the symbol of the colour: ``over``, ``today``, ``soon`` (tomorrow) or ``calm``.

    Days are those of the active zone.
    """
    if due_at < at:
        return "over"
    days = _days_between(at, due_at)
    return "today" if days == 0 else "soon" if days == 1 else "calm"


def time_words(due_at: datetime, at: datetime) -> str:
    """Return the time from ``at`` to ``due_at`` in words: minutes, hours, then days.

    Days are counted by the calendar of the active zone: what ends tomorrow has one day left.
    """
    span = abs(due_at - at)
    if span < HOUR:
        amount = _minutes(int(span.total_seconds() // 60))
    elif _days_between(due_at, at) == 0 or span < 12 * HOUR:
        amount = _hours(int(span.total_seconds() // 3600))
    else:
        amount = _days(abs(_days_between(at, due_at)))
    return _left(amount, overdue=due_at < at)


class DeadlineWords:
    """Says for many deadlines of a municipality how far they are from one moment."""

    def __init__(self, at: datetime, municipality: Municipality) -> None:
        self.at = at
        self.municipality = municipality
        self._calendar: WorkCalendar | None = None

    def of(self, due_at: datetime, unit: str) -> str:
        """Return the words for ``due_at``; ``unit`` is that of its clock, or empty.

        Working units are counted by the calendar of the municipality.
        """
        if unit not in (Unit.WORKING_HOURS, Unit.WORKING_DAYS):
            return time_words(due_at, self.at)
        if self._calendar is None:
            # The calendar is read only if a row needs it.
            self._calendar = calendar_of(self.municipality)
        left = remaining(self.at, due_at, Unit(unit), self._calendar)
        if left.unit is Unit.WORKING_HOURS:
            return _left(_working_time(left.amount), overdue=left.overdue)
        if left.amount < 1:
            # No whole working day: hours say more.
            return time_words(due_at, self.at)
        return _left(_working_days(int(left.amount)), overdue=left.overdue)


def _left(words: str, *, overdue: bool) -> str:
    return _("overdue by %s") % words if overdue else _("%s left") % words


def _working_time(hours: float) -> str:
    if hours < 1:
        return _("%(n)s working min") % {"n": int(hours * 60)}
    return _("%(n)s working h") % {"n": int(hours)}


def _working_days(number: int) -> str:
    return ngettext("%(n)s working day", "%(n)s working days", number) % {"n": number}


def _days_between(start: datetime, end: datetime) -> int:
    return (timezone.localtime(end).date() - timezone.localtime(start).date()).days


def _minutes(number: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", number) % {"n": number}


def _hours(number: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", number) % {"n": number}


def _days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}
