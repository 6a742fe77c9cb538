"""The production calendar: moves, short days, counts; facts.md section 9 literally."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from otklik.clock import DayHours, DayKind, WorkCalendar, WorkSchedule

D = date.fromisoformat
ZONE = ZoneInfo("Asia/Krasnoyarsk")
WEEK = WorkSchedule.five_days(time(9), time(18), time(13), time(14))

# day off by origin -> weekday that became free
MOVES = [
    ("2024-01-06", "2024-05-10"),
    ("2024-01-07", "2024-12-31"),
    ("2025-01-04", "2025-05-02"),
    ("2025-01-05", "2025-12-31"),
    ("2025-02-23", "2025-05-08"),
    ("2025-03-08", "2025-06-13"),
    ("2026-01-03", "2026-01-09"),
    ("2026-01-04", "2026-12-31"),
    ("2027-01-02", "2027-11-05"),
    ("2027-01-03", "2027-12-31"),
]
WORKING_SATURDAYS = [
    ("2024-04-27", "2024-04-29"),
    ("2024-11-02", "2024-04-30"),
    ("2024-12-28", "2024-12-30"),
    ("2025-11-01", "2025-11-03"),
    ("2027-02-20", "2027-02-22"),
]
BY_MONTH = {
    2025: [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22],
    2026: [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22],
    2027: [15, 19, 22, 22, 19, 21, 22, 22, 22, 21, 20, 22],
}
SHORT_DAYS = {
    2024: ["2024-02-22", "2024-03-07", "2024-05-08", "2024-06-11", "2024-11-02"],
    2025: ["2025-03-07", "2025-04-30", "2025-06-11", "2025-11-01"],
    2026: ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"],
    2027: ["2027-02-20", "2027-04-30", "2027-06-11", "2027-11-03"],
}


def days_of(year: int) -> list[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [date.fromordinal(n) for n in range(first, last + 1)]


@pytest.mark.parametrize(("origin", "freed"), MOVES)
def test_a_moved_day_off_is_free_and_its_origin_stays_free(
    khakassia: WorkCalendar, origin: str, freed: str
) -> None:
    assert not khakassia.is_working_day(D(origin))
    assert not khakassia.is_working_day(D(freed))


@pytest.mark.parametrize(("saturday", "freed"), WORKING_SATURDAYS)
def test_a_working_saturday_frees_its_weekday(
    khakassia: WorkCalendar, saturday: str, freed: str
) -> None:
    assert D(saturday).isoweekday() == 6
    assert khakassia.is_working_day(D(saturday))
    assert not khakassia.is_working_day(D(freed))


def test_2026_has_no_working_weekends(khakassia: WorkCalendar) -> None:
    assert not [d for d in days_of(2026) if d.isoweekday() > 5 and khakassia.is_working_day(d)]


def test_the_new_year_holidays_of_2027_last_from_31_december_to_10_january(
    khakassia: WorkCalendar,
) -> None:
    assert khakassia.next_working_day(D("2026-12-30")) == D("2027-01-11")
    assert khakassia.previous_working_day(D("2027-01-11")) == D("2026-12-30")


@pytest.mark.parametrize(("year", "count"), [(2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_working_days_of_the_year(khakassia: WorkCalendar, year: int, count: int) -> None:
    assert khakassia.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize("year", BY_MONTH)
def test_working_days_by_month(khakassia: WorkCalendar, year: int) -> None:
    counts = [0] * 12
    for day in days_of(year):
        counts[day.month - 1] += khakassia.is_working_day(day)
    assert counts == BY_MONTH[year]


@pytest.mark.parametrize(
    ("day", "amount", "expected"),
    [
        ("2025-12-30", 3, "2026-01-14"),
        ("2026-04-30", 7, "2026-05-13"),
        ("2024-04-26", 3, "2024-05-03"),
        ("2026-12-30", 10, "2027-01-22"),
    ],
)
def test_working_days_are_added_and_taken_back(
    khakassia: WorkCalendar, day: str, amount: int, expected: str
) -> None:
    assert khakassia.add_working_days(D(day), amount) == D(expected)
    assert khakassia.add_working_days(D(expected), -amount) == D(day)
    assert khakassia.working_days_between(D(day), D(expected)) == amount
    assert khakassia.working_days_between(D(expected), D(day)) == -amount


@pytest.mark.parametrize("year", SHORT_DAYS)
def test_short_days_of_the_year(khakassia: WorkCalendar, year: int) -> None:
    short = [day for day in days_of(year) if khakassia.kind_of(day) is DayKind.SHORT]
    assert short == [D(day) for day in SHORT_DAYS[year]]


def test_a_day_set_by_hand_wins_over_the_library() -> None:
    calendar = WorkCalendar(
        ZONE,
        WEEK,
        {
            D("2026-03-20"): DayKind.OFF,  # a regional holiday, and the short day before it
            D("2026-03-19"): DayKind.SHORT,
            D("2026-01-09"): DayKind.WORKING,  # the move of 3 January taken back
            D("2026-04-30"): DayKind.WORKING,  # not short after all
            D("2026-11-04"): DayKind.WORKING,  # a holiday worked through
        },
    )
    assert not calendar.is_working_day(D("2026-03-20"))
    assert calendar.kind_of(D("2026-03-19")) is DayKind.SHORT
    assert calendar.next_working_day(D("2025-12-30")) == D("2026-01-09")
    assert calendar.kind_of(D("2026-04-30")) is DayKind.WORKING
    assert calendar.kind_of(D("2026-11-03")) is DayKind.WORKING


def test_later_changes_of_the_given_table_do_not_reach_the_calendar() -> None:
    table = {D("2026-03-20"): DayKind.OFF}
    calendar = WorkCalendar(ZONE, WEEK, table)
    table.clear()
    assert not calendar.is_working_day(D("2026-03-20"))


def test_days_beyond_the_horizon_are_counted_and_called_uncertain(khakassia: WorkCalendar) -> None:
    assert khakassia.is_certain(D("2026-05-12"))
    assert khakassia.is_certain(D("2027-12-31"))
    assert not khakassia.is_certain(D("2090-05-10"))
    assert not khakassia.is_certain(D("1950-05-10"))
    for year in (1, 1950, 2050, 2100, 2101, 2500, 9999):
        assert not khakassia.is_working_day(date(year, 1, 1))
        assert not khakassia.is_working_day(date(year, 5, 9))
        assert 240 <= sum(khakassia.is_working_day(day) for day in days_of(year)) <= 262


def test_a_day_set_by_hand_is_certain_beyond_the_horizon() -> None:
    calendar = WorkCalendar(ZONE, WEEK, {D("2090-05-10"): DayKind.OFF})
    assert calendar.is_certain(D("2090-05-10"))
    assert not calendar.is_certain(D("2090-05-11"))


def test_a_week_of_six_days_works_on_saturdays_but_not_on_holidays() -> None:
    hours = dict.fromkeys(range(1, 7), DayHours(time(9), time(16)))
    calendar = WorkCalendar(ZONE, WorkSchedule(hours))
    assert calendar.is_working_day(D("2026-04-18"))
    assert not calendar.is_working_day(D("2026-05-09"))
    assert not calendar.is_working_day(D("2026-04-19"))


def test_a_working_saturday_has_the_hours_of_the_day_its_rest_was_moved_to() -> None:
    monday, other = DayHours(time(8), time(12)), DayHours(time(9), time(18))
    calendar = WorkCalendar(ZONE, WorkSchedule({1: monday, 2: other, 5: other}))
    # 27.04.2024 was worked for Monday 29.04; 02.11.2024 for Tuesday 30.04, a short day
    assert calendar.intervals_on(D("2024-04-27")) == (
        (datetime(2024, 4, 27, 8, tzinfo=ZONE), datetime(2024, 4, 27, 12, tzinfo=ZONE)),
    )
    assert calendar.intervals_on(D("2024-11-02")) == (
        (datetime(2024, 11, 2, 9, tzinfo=ZONE), datetime(2024, 11, 2, 17, tzinfo=ZONE)),
    )
