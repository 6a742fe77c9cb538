"""The working calendar of one municipality: its zone, its hours, its days.

Whole years are counted once and kept, so that a term costs a few look-ups by bisection. Working
time is kept as microseconds of real time since 1970: a day when the clocks change is as long as
it really is. (Subtracting two datetimes of one zone would give wall time.)
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

from otklik.clock.federal import ONE_DAY, federal_year, is_known_year, is_public_holiday
from otklik.clock.kinds import DayKind
from otklik.clock.schedule import WorkSchedule, without_last_hour

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def real_time(at: datetime) -> int:
    """Return the moment as microseconds since 1970 UTC; ``ValueError`` for a naive one."""
    if at.tzinfo is None:
        raise ValueError(f"the moment has no time zone: {at}")
    return (at - EPOCH) // MICROSECOND


@dataclass(frozen=True, slots=True)
class _WorkTime:
    """Working intervals of a year; ``done[i]`` is the working time up to the i-th end."""

    starts: list[int]
    ends: list[int]
    done: list[int]

    @property
    def total(self) -> int:
        return self.done[-1] if self.done else 0

    def worked_before(self, moment: int) -> int:
        """Return the working time of the year before the moment."""
        index = bisect_right(self.starts, moment)
        if not index:
            return 0
        return self.done[index - 1] - max(0, self.ends[index - 1] - moment)

    def last_moment_with(self, worked: int) -> int | None:
        """Return the last moment before which no more of the year is worked; ``None`` beyond it."""
        index = bisect_right(self.done, worked)
        if index == len(self.done):
            return None
        return self.starts[index] + worked - (self.done[index - 1] if index else 0)

    def moment_after(self, worked: int) -> int:
        """Return the first moment at which that much of the year is worked (0 < worked)."""
        index = bisect_left(self.done, worked)
        return self.ends[index] - (self.done[index] - worked)


class WorkCalendar:
    """Working days and working time of a municipality.

    ``zone``: where its days begin and end. ``schedule``: hours by weekday; weekdays without hours
    are its weekend. ``overrides``: days set by hand, they win over everything.
    ``schedule_changes``: schedules that take over from a day on. Moments in and out are aware;
    those that come out are in ``zone``.

    A day is short when the next one is a public holiday (Labour Code art. 95), for a working
    Saturday when the day after the one its rest was moved to is (order 588n). A regional holiday
    is an override, and so is the short day before it.

    Beyond the years the library knows there are weekends and public holidays; ``is_certain``
    tells. Only dates outside the years 1-9999 raise (``ValueError`` or ``OverflowError``).
    """

    __slots__ = ("_changes", "_days", "_times", "overrides", "schedule", "zone")

    def __init__(
        self,
        zone: ZoneInfo,
        schedule: WorkSchedule,
        overrides: Mapping[date, DayKind] = MappingProxyType({}),
        schedule_changes: Mapping[date, WorkSchedule] = MappingProxyType({}),
    ) -> None:
        self.zone = zone
        self.schedule = schedule
        # Copied, because what is counted from them is kept.
        self.overrides: Mapping[date, DayKind] = MappingProxyType(
            {day: DayKind(kind) for day, kind in overrides.items()}
        )
        self._changes = sorted(schedule_changes.items(), reverse=True, key=lambda row: row[0])
        self._days: dict[int, list[int]] = {}
        self._times: dict[int, _WorkTime] = {}

    # Days

    def local_date(self, at: datetime) -> date:
        """Return the local day of the moment; ``ValueError`` for a naive one."""
        if at.tzinfo is None:
            raise ValueError(f"the moment has no time zone: {at}")
        return at.astimezone(self.zone).date()

    def kind_of(self, day: date) -> DayKind:
        """Return what the day is: working, short or off."""
        if override := self.overrides.get(day):
            return override
        federal = federal_year(day.year)
        if day not in federal.moved and (
            day in federal.off or not self.schedule_on(day).works_on(day.isoweekday())
        ):
            return DayKind.OFF
        if day == date.max:
            return DayKind.WORKING
        eve = federal.moved.get(day, day) + ONE_DAY
        if is_public_holiday(eve) and self.overrides.get(eve, DayKind.OFF) is DayKind.OFF:
            return DayKind.SHORT
        return DayKind.WORKING

    def is_certain(self, day: date) -> bool:
        """Tell whether the day is known: set by hand, or of a year whose moves are known."""
        return day in self.overrides or is_known_year(day.year)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the day is a working one, short days included."""
        days = self._working_days(day.year)
        index = bisect_left(days, day.toordinal())
        return index < len(days) and days[index] == day.toordinal()

    def next_working_day(self, day: date) -> date:
        """Return the first working day after the day."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before the day."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, amount: int) -> date:
        """Return the ``amount``-th working day after the day (before it, when negative).

        The day itself is not counted; an amount of 0 returns it as it is.
        """
        if amount == 0:
            return day
        year, days = day.year, self._working_days(day.year)
        if amount > 0:
            index = bisect_right(days, day.toordinal()) + amount - 1
            while index >= len(days):
                index -= len(days)
                year += 1
                days = self._working_days(year)
        else:
            index = bisect_left(days, day.toordinal()) + amount
            while index < 0:
                year -= 1
                days = self._working_days(year)
                index += len(days)
        return date.fromordinal(days[index])

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days come after ``first`` up to and including ``last``.

        Negative when ``last`` is before ``first``.
        """
        if last < first:
            return -self.working_days_between(last, first)
        whole = sum(len(self._working_days(year)) for year in range(first.year, last.year))
        return whole + self._position(last) - self._position(first)

    def _position(self, day: date) -> int:
        return bisect_right(self._working_days(day.year), day.toordinal())

    def _working_days(self, year: int) -> list[int]:
        """Return the ordinals of the year's working days."""
        days = self._days.get(year)
        if days is None:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            days = [
                ordinal
                for ordinal in range(first, last + 1)
                if self.kind_of(date.fromordinal(ordinal)) is not DayKind.OFF
            ]
            self._days[year] = days
        return days

    # Hours

    def schedule_on(self, day: date) -> WorkSchedule:
        """Return the schedule in force on the day."""
        return next((later for since, later in self._changes if since <= day), self.schedule)

    def intervals_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working intervals of the local day as (start, end), in order."""
        return tuple(
            (self._moment(start), self._moment(end)) for start, end in self._intervals_of(day)
        )

    def is_working_moment(self, at: datetime) -> bool:
        """Tell whether the moment is in working time, both ends of an interval included."""
        moment, day = real_time(at), self.local_date(at)
        # Midnight is also the end of the day before.
        return any(
            start <= moment <= end
            for near in (day - ONE_DAY, day)
            for start, end in self._intervals_of(near)
        )

    def add_working_time(self, started_at: datetime, amount: timedelta) -> datetime:
        """Return the moment at which ``amount`` of working time after the start is over.

        A moment that is both the end of an interval and, in effect, the start of the next one is
        given as the end. A start outside working time counts from the next interval; with an
        amount of 0 that beginning is the answer. ``ValueError`` for a naive start and for a
        negative amount.
        """
        moment, year = real_time(started_at), self.local_date(started_at).year
        if amount < timedelta(0):
            raise ValueError(f"working time cannot be added backwards: {amount}")
        times = self._work_time(year)
        if not amount:
            return self._next_working_moment(moment, year)
        worked = times.worked_before(moment) + amount // MICROSECOND
        while worked > times.total:
            worked -= times.total
            year += 1
            times = self._work_time(year)
        return self._moment(times.moment_after(worked))

    def take_working_time(self, ended_at: datetime, amount: timedelta) -> datetime:
        """Return the last moment from which ``amount`` of working time passes until the end.

        Where rest lies there, that is the end of the rest. ``ValueError`` for a naive end and
        for an amount that is not positive.
        """
        moment, year = real_time(ended_at), self.local_date(ended_at).year
        if amount <= timedelta(0):
            raise ValueError(f"working time to be taken must be positive: {amount}")
        worked = self._work_time(year).worked_before(moment) - amount // MICROSECOND
        while worked < 0:
            year -= 1
            worked += self._work_time(year).total
        found = self._work_time(year).last_moment_with(worked)
        while found is None:
            year += 1
            found = self._work_time(year).last_moment_with(0)
        return self._moment(found)

    def working_time_between(self, started_at: datetime, ended_at: datetime) -> timedelta:
        """Return the working time from one moment to another, negative when they run back.

        ``ValueError`` for naive moments.
        """
        start, end = real_time(started_at), real_time(ended_at)
        if end < start:
            return -self.working_time_between(ended_at, started_at)
        first, last = self.local_date(started_at).year, self.local_date(ended_at).year
        worked = sum(self._work_time(year).total for year in range(first, last))
        worked += self._work_time(last).worked_before(end)
        worked -= self._work_time(first).worked_before(start)
        return timedelta(microseconds=worked)

    def _next_working_moment(self, moment: int, year: int) -> datetime:
        """Return the moment itself when it is working time, else the next beginning."""
        while True:
            times = self._work_time(year)
            index = bisect_left(times.ends, moment)
            if index < len(times.ends):
                return self._moment(max(moment, times.starts[index]))
            year += 1

    def _work_time(self, year: int) -> _WorkTime:
        times = self._times.get(year)
        if times is None:
            days = map(date.fromordinal, self._working_days(year))
            intervals = [interval for day in days for interval in self._intervals_of(day)]
            times = _WorkTime(
                starts=[start for start, _ in intervals],
                ends=[end for _, end in intervals],
                done=list(accumulate(end - start for start, end in intervals)),
            )
            self._times[year] = times
        return times

    def _intervals_of(self, day: date) -> Iterator[tuple[int, int]]:
        """Yield the working intervals of the local day in real time."""
        kind = self.kind_of(day)
        if kind is DayKind.OFF:
            return
        target = federal_year(day.year).moved.get(day, day)
        hours = self.schedule_on(day).hours_of(day.isoweekday(), target.isoweekday())
        spans = hours.spans()
        latest = self._wall(day, 0)
        for span in without_last_hour(spans) if kind is DayKind.SHORT else spans:
            start, end = (self._wall(day, second) for second in span)
            # Where the clocks are put forward, skipped hours are no time, nor counted twice.
            start = max(start, latest)
            if start < end:
                latest = end
                yield start, end

    def _wall(self, day: date, second: int) -> int:
        # Adding to a datetime of a zone moves its wall time, which is what hours of work mean.
        midnight = datetime.combine(day, time(), tzinfo=self.zone)
        return real_time(midnight + timedelta(seconds=second))

    def _moment(self, micros: int) -> datetime:
        return (EPOCH + timedelta(microseconds=micros)).astimezone(self.zone)
