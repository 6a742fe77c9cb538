"""Hours of work by weekday, with a break; local wall time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import Self

HOUR = 3600
MIDNIGHT_AT_END = 24 * HOUR

Span = tuple[int, int]


def _second_of_day(moment: time) -> int:
    return moment.hour * HOUR + moment.minute * 60 + moment.second


@dataclass(frozen=True, slots=True)
class DayHours:
    """Hours of work of one day, local wall time; an ``end`` of 00:00 means the day's midnight.

    Raises ``ValueError`` when the hours run backwards, only half of the break is given or the
    break is not within the hours. A shift over midnight is two days' hours.
    """

    start: time
    end: time
    break_start: time | None = None
    break_end: time | None = None

    def __post_init__(self) -> None:
        if (self.break_start is None) != (self.break_end is None):
            raise ValueError("a break needs both its beginning and its end")
        marks = [mark for span in self.spans() for mark in span]
        if marks[0] >= marks[-1] or marks != sorted(marks):
            raise ValueError(f"hours of work run backwards: {self.start} to {self.end}")

    def spans(self) -> tuple[Span, ...]:
        """Return the working spans as seconds of the local day, in order."""
        start, end = _second_of_day(self.start), _second_of_day(self.end) or MIDNIGHT_AT_END
        if self.break_start is None or self.break_end is None:
            return ((start, end),)
        before = (start, _second_of_day(self.break_start))
        return (before, (_second_of_day(self.break_end), end))


def without_last_hour(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Take one working hour off the end of the day (Labour Code art. 95, short days)."""
    left = HOUR
    kept: list[Span] = []
    for start, end in reversed(tuple(spans)):
        cut = min(left, end - start)
        left -= cut
        if start < end - cut:
            kept.append((start, end - cut))
    return tuple(reversed(kept))


class WorkSchedule:
    """Hours of work of a week: ISO weekday (1 Monday … 7 Sunday) -> ``DayHours``.

    A weekday that is not named is a day off. Raises ``ValueError`` for a weekday outside 1-7
    and for a week without any hours.
    """

    __slots__ = ("_fallback", "hours")

    def __init__(self, hours: Mapping[int, DayHours]) -> None:
        if not hours or not all(1 <= weekday <= 7 for weekday in hours):
            raise ValueError("a schedule needs the hours of at least one weekday 1 to 7")
        self.hours: Mapping[int, DayHours] = MappingProxyType(dict(hours))
        self._fallback = hours[min(hours)]

    @classmethod
    def five_days(
        cls,
        start: time,
        end: time,
        break_start: time | None = None,
        break_end: time | None = None,
    ) -> Self:
        """Return the week of the same hours from Monday to Friday."""
        return cls(dict.fromkeys(range(1, 6), DayHours(start, end, break_start, break_end)))

    def works_on(self, weekday: int) -> bool:
        """Tell whether the ISO weekday has hours."""
        return weekday in self.hours

    def hours_of(self, weekday: int, instead_of: int) -> DayHours:
        """Return the hours of a working day on an ISO weekday.

        A working Saturday is as long as the day its rest was moved to, ``instead_of`` (order
        of the Ministry of Health and Social Development 13.08.2009 No 588n); when neither has
        hours, those of the week's first working day.
        """
        return self.hours.get(weekday) or self.hours.get(instead_of) or self._fallback
