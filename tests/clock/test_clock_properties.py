"""What must hold for every start and every amount."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.clock import (
    DayHours,
    DayKind,
    LastDayRule,
    Term,
    Unit,
    WorkCalendar,
    WorkSchedule,
    due_at,
    elapsed,
    remaining,
)

LONG = DayHours(time(8), time(17, 12), time(12), time(12, 48))
FRIDAY = DayHours(time(8), time(16), time(12), time(12, 48))
NIGHT = DayHours(time(1), time(5), time(2, 30), time(3))
OVERRIDES = {
    date(2026, 3, 20): DayKind.OFF,
    date(2026, 3, 22): DayKind.WORKING,
    date(2027, 7, 15): DayKind.SHORT,
}
CALENDARS = [
    WorkCalendar(
        ZoneInfo("Asia/Krasnoyarsk"), WorkSchedule.five_days(time(9), time(18)), OVERRIDES
    ),
    WorkCalendar(ZoneInfo("Europe/Moscow"), WorkSchedule({1: LONG, 3: LONG, 4: LONG, 5: FRIDAY})),
    WorkCalendar(
        ZoneInfo("Europe/Berlin"),
        WorkSchedule(dict.fromkeys(range(1, 8), NIGHT)),
        schedule_changes={date(2026, 6, 1): WorkSchedule.five_days(time(0), time(0))},
    ),
]

calendars = st.sampled_from(CALENDARS)
START = datetime(2023, 12, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=1900)).map(lambda past: START + past)
amounts = st.integers(0, 400)
terms = st.builds(Term, amounts, st.sampled_from(Unit), st.sampled_from(LastDayRule))
DAYS = {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS}


def due_utc(started_at: datetime, term: Term, calendar: WorkCalendar) -> datetime:
    """Datetimes of one zone compare by wall time; in UTC they compare by real time."""
    return due_at(started_at, term, calendar).astimezone(UTC)


@settings(max_examples=400)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), terms, calendars)
def test_a_later_start_never_ends_earlier(
    started_at: datetime, later: timedelta, term: Term, calendar: WorkCalendar
) -> None:
    assert due_utc(started_at, term, calendar) <= due_utc(started_at + later, term, calendar)


@settings(max_examples=400)
@given(moments, terms, st.integers(0, 60), calendars)
def test_a_longer_term_never_ends_earlier(
    started_at: datetime, term: Term, more: int, calendar: WorkCalendar
) -> None:
    longer = Term(term.amount + more, term.unit, term.last_day_rule)
    assert due_utc(started_at, term, calendar) <= due_utc(started_at, longer, calendar)


@given(moments, amounts, amounts, st.sampled_from(Unit), calendars)
def test_two_terms_one_after_another_are_one_long_term(
    started_at: datetime, first: int, second: int, unit: Unit, calendar: WorkCalendar
) -> None:
    between = due_at(started_at, Term(first, unit), calendar)
    whole = due_at(started_at, Term(first + second, unit), calendar)
    assert due_at(between, Term(second, unit), calendar) == whole


@given(moments, terms, calendars)
def test_a_term_never_ends_before_it_starts(
    started_at: datetime, term: Term, calendar: WorkCalendar
) -> None:
    assert due_at(started_at, term, calendar) >= started_at - timedelta(seconds=1)


@given(moments, st.integers(1, 400), st.sampled_from(LastDayRule), calendars)
def test_a_term_in_days_ends_after_the_day_of_the_event(
    started_at: datetime, amount: int, rule: LastDayRule, calendar: WorkCalendar
) -> None:
    for unit in DAYS:
        due = due_at(started_at, Term(amount, unit, rule), calendar)
        assert due.date() > calendar.local_date(started_at)


@given(moments, terms, calendars)
def test_a_moved_last_day_and_working_hours_end_in_working_time(
    started_at: datetime, term: Term, calendar: WorkCalendar
) -> None:
    due = due_at(started_at, term, calendar)
    if term.unit is Unit.WORKING_HOURS:
        assert calendar.is_working_moment(due)
    elif term.unit in DAYS and term.last_day_rule is not LastDayRule.NONE:
        assert calendar.is_working_day(due.date())


@given(moments, amounts, calendars)
def test_the_time_elapsed_until_the_due_moment_is_the_term(
    started_at: datetime, amount: int, calendar: WorkCalendar
) -> None:
    for unit in Unit:
        due = due_at(started_at, Term(amount, unit), calendar)
        assert elapsed(started_at, due, unit, calendar) == amount
        assert elapsed(due, started_at, unit, calendar) == -amount


@given(moments, moments, moments, st.sampled_from(Unit), calendars)
def test_time_elapsed_adds_up(
    first: datetime, second: datetime, third: datetime, unit: Unit, calendar: WorkCalendar
) -> None:
    parts = elapsed(first, second, unit, calendar) + elapsed(second, third, unit, calendar)
    assert abs(parts - elapsed(first, third, unit, calendar)) < 1e-6


@given(moments, st.integers(1, 60), calendars)
def test_working_time_agrees_with_the_intervals_day_by_day(
    started_at: datetime, days: int, calendar: WorkCalendar
) -> None:
    ended_at = started_at + timedelta(days=days)
    first = calendar.local_date(started_at)
    total = timedelta(0)
    for offset in range(days + 2):
        for start, end in calendar.intervals_on(first + timedelta(days=offset)):
            low, high = max(start.astimezone(UTC), started_at), min(end.astimezone(UTC), ended_at)
            total += max(high - low, timedelta(0))
    assert calendar.working_time_between(started_at, ended_at) == total


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-300, 300), calendars)
def test_working_days_added_are_working_days_counted(
    day: date, amount: int, calendar: WorkCalendar
) -> None:
    landed = calendar.add_working_days(day, amount)
    if amount:
        assert calendar.is_working_day(landed)
    # Going back from a day off stops one working day nearer: the start itself is not one.
    lost = amount < 0 and not calendar.is_working_day(day)
    assert calendar.working_days_between(day, landed) == amount + lost


@given(moments, terms, calendars)
def test_a_term_is_overdue_only_after_its_last_moment(
    started_at: datetime, term: Term, calendar: WorkCalendar
) -> None:
    due = due_at(started_at, term, calendar)
    assert not remaining(due, due, term.unit, calendar).overdue
    after = due.astimezone(UTC) + timedelta(microseconds=1)
    assert remaining(after, due, term.unit, calendar).overdue
