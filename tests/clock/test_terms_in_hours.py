"""Terms in working hours and clock hours: lunch, short days, zones, clocks that change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.clock import (
    DayHours,
    DayKind,
    LastDayRule,
    Remaining,
    Term,
    Unit,
    WorkCalendar,
    WorkSchedule,
    due_at,
    elapsed,
    remaining,
)

ZONE = ZoneInfo("Asia/Krasnoyarsk")
MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(amount: int) -> Term:
    return Term(amount, Unit.WORKING_HOURS)


@pytest.mark.parametrize(
    ("started", "amount", "due"),
    [
        ("2026-11-23 09:00", 4, "2026-11-23 13:00"),  # the end of a half day, not its next start
        ("2026-11-23 09:00", 5, "2026-11-23 15:00"),  # over the lunch break
        ("2026-11-23 10:00", 9, "2026-11-24 11:00"),  # nine hours of Khakassia
        ("2026-11-23 09:00", 8, "2026-11-23 18:00"),  # the end of the day
        ("2026-11-23 18:00", 1, "2026-11-24 10:00"),
        ("2026-11-23 13:20", 1, "2026-11-23 15:00"),  # started at lunch
        ("2026-11-23 03:00", 1, "2026-11-23 10:00"),
        ("2026-11-21 15:00", 9, "2026-11-24 10:00"),  # Saturday
        ("2026-11-20 17:30", 7, "2026-11-23 16:30"),
        ("2026-04-30 16:00", 2, "2026-05-04 10:00"),  # a short day ends at 17:00
        ("2026-04-30 09:00", 7, "2026-04-30 17:00"),
        ("2026-12-30 17:00", 9, "2027-01-11 18:00"),  # over New Year: 1 + 8
        ("2026-11-23 03:00", 0, "2026-11-23 09:00"),
        ("2026-11-23 12:00", 0, "2026-11-23 12:00"),
        ("2026-11-23 18:00", 0, "2026-11-23 18:00"),
        ("2026-12-31 12:00", 0, "2027-01-11 09:00"),
    ],
)
def test_working_hours_run_only_in_working_time(
    khakassia: WorkCalendar, started: str, amount: int, due: str
) -> None:
    for rule in LastDayRule:
        term = Term(amount, Unit.WORKING_HOURS, rule)
        assert due_at(at(started), term, khakassia) == at(due)
    assert elapsed(at(started), at(due), Unit.WORKING_HOURS, khakassia) == amount


def test_a_moment_given_in_moscow_time_starts_in_local_hours(khakassia: WorkCalendar) -> None:
    # 08:00 in Moscow is noon in Khakassia
    due = due_at(at("2026-11-23 08:00", MOSCOW), hours(9), khakassia)
    assert due == at("2026-11-24 13:00") == at("2026-11-24 09:00", MOSCOW)
    assert due.utcoffset() == timedelta(hours=7)


def test_seconds_and_less_are_kept(khakassia: WorkCalendar) -> None:
    started_at = at("2026-11-23 12:59:59.999999")
    assert due_at(started_at, hours(1), khakassia) == at("2026-11-23 14:59:59.999999")


def test_each_weekday_has_its_own_hours() -> None:
    longer = DayHours(time(8), time(17, 12), time(12), time(13))
    friday = DayHours(time(8), time(16), time(12), time(13))
    calendar = WorkCalendar(ZONE, WorkSchedule({1: longer, 2: longer, 5: friday}))
    assert due_at(at("2026-11-23 08:00"), hours(9), calendar) == at("2026-11-24 08:48")
    assert due_at(at("2026-11-20 08:00"), hours(8), calendar) == at("2026-11-23 09:00")


def test_a_new_schedule_takes_over_from_its_day() -> None:
    old = WorkSchedule.five_days(time(9), time(17))
    new = WorkSchedule.five_days(time(8), time(12))
    calendar = WorkCalendar(ZONE, old, {}, {date(2026, 11, 24): new})
    assert due_at(at("2026-11-23 16:00"), hours(6), calendar) == at("2026-11-25 09:00")


def test_a_short_day_loses_its_last_working_hour_even_behind_a_late_break() -> None:
    late_break = WorkSchedule.five_days(time(9), time(18), time(17), time(17, 30))
    calendar = WorkCalendar(ZONE, late_break, {date(2026, 11, 23): DayKind.SHORT})
    assert calendar.intervals_on(date(2026, 11, 23)) == (
        (at("2026-11-23 09:00"), at("2026-11-23 16:30")),
    )


def test_a_day_set_to_working_by_hand_has_hours_on_a_sunday(khakassia: WorkCalendar) -> None:
    overrides = {date(2026, 11, 22): DayKind.WORKING}
    calendar = WorkCalendar(ZONE, khakassia.schedule, overrides)
    assert due_at(at("2026-11-21 12:00"), hours(8), calendar) == at("2026-11-22 18:00")


def test_working_moments_include_both_ends_of_an_interval(khakassia: WorkCalendar) -> None:
    working = ["09:00", "12:59", "13:00", "14:00", "18:00"]
    resting = ["08:59", "13:01", "13:59", "18:01"]
    assert all(khakassia.is_working_moment(at(f"2026-11-23 {text}")) for text in working)
    assert not any(khakassia.is_working_moment(at(f"2026-11-23 {text}")) for text in resting)
    assert not khakassia.is_working_moment(at("2026-11-22 12:00"))


def test_clock_hours_are_real_time_and_know_no_rest(khakassia: WorkCalendar) -> None:
    term = Term(24, Unit.CLOCK_HOURS, LastDayRule.BACK)
    assert due_at(at("2026-11-20 20:15"), term, khakassia) == at("2026-11-21 20:15")


def test_clock_hours_over_a_change_of_the_clocks_are_real_hours(berlin: WorkCalendar) -> None:
    spring = due_at(at("2026-03-28 12:00", BERLIN), Term(24, Unit.CLOCK_HOURS), berlin)
    autumn = due_at(at("2026-10-24 12:00", BERLIN), Term(24, Unit.CLOCK_HOURS), berlin)
    assert (spring.isoformat(), autumn.isoformat()) == (
        "2026-03-29T13:00:00+02:00",
        "2026-10-25T11:00:00+01:00",
    )
    day = at("2026-10-24 12:00", BERLIN), at("2026-10-25 12:00", BERLIN)
    assert elapsed(*day, Unit.CLOCK_HOURS, berlin) == 25


def test_working_hours_over_a_change_of_the_clocks_keep_the_wall_time(berlin: WorkCalendar) -> None:
    assert due_at(at("2026-10-23 17:00", BERLIN), hours(2), berlin) == at(
        "2026-10-26 10:00", BERLIN
    )
    assert due_at(at("2026-03-27 17:00", BERLIN), hours(2), berlin) == at(
        "2026-03-30 10:00", BERLIN
    )


def test_a_service_round_the_clock_has_days_of_23_and_25_hours() -> None:
    every_day = WorkSchedule(dict.fromkeys(range(1, 8), DayHours(time(0), time(0))))
    calendar = WorkCalendar(BERLIN, every_day)
    for day, length in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)):
        midnight = at(f"{day} 00:00", BERLIN)
        next_midnight = midnight + timedelta(days=1)
        assert elapsed(midnight, next_midnight, Unit.WORKING_HOURS, calendar) == length
    start, due = at("2026-10-25 00:00", BERLIN), at("2026-10-26 00:00", BERLIN)
    assert due_at(start, hours(25), calendar) == due
    assert calendar.is_working_moment(due)


def test_hours_the_clocks_skip_are_not_counted_twice() -> None:
    night = WorkSchedule({7: DayHours(time(1), time(5), time(2, 30), time(3))})
    calendar = WorkCalendar(BERLIN, night)
    intervals = calendar.intervals_on(date(2026, 3, 29))
    for (_, end), (start, _) in zip(intervals, intervals[1:], strict=False):
        assert end.astimezone(UTC) <= start.astimezone(UTC)
    assert (
        elapsed(
            at("2026-03-29 00:00", BERLIN),
            at("2026-03-29 12:00", BERLIN),
            Unit.WORKING_HOURS,
            calendar,
        )
        == 3
    )


def test_the_second_of_two_equal_wall_times_is_later(berlin: WorkCalendar) -> None:
    first = at("2026-10-25 02:30", BERLIN)
    second = first.replace(fold=1)
    unit = Unit.CLOCK_HOURS
    assert elapsed(first, second, unit, berlin) == 1
    assert remaining(second, first, unit, berlin) == Remaining(True, 1, unit)


def test_remaining_working_hours(khakassia: WorkCalendar) -> None:
    due, unit = at("2026-11-24 11:00"), Unit.WORKING_HOURS
    assert remaining(at("2026-11-23 17:30"), due, unit, khakassia) == Remaining(False, 2.5, unit)
    assert remaining(at("2026-11-24 14:00"), due, unit, khakassia) == Remaining(True, 2, unit)


def test_working_time_is_not_added_backwards(khakassia: WorkCalendar) -> None:
    with pytest.raises(ValueError, match="backwards"):
        khakassia.add_working_time(at("2026-11-23 09:00"), timedelta(hours=-1))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: DayHours(time(18), time(9)),
        lambda: DayHours(time(9), time(9)),
        lambda: DayHours(time(9), time(18), time(13)),
        lambda: DayHours(time(9), time(18), time(14), time(13)),
        lambda: DayHours(time(9), time(18), time(8), time(10)),
        lambda: WorkSchedule({}),
        lambda: WorkSchedule({0: DayHours(time(9), time(18))}),
    ],
)
def test_hours_that_make_no_sense_are_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"break|backwards|weekday"):
        wrong()
