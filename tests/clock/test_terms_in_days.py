"""Terms in calendar and working days, the last-day rule; facts.md section 1 literally."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from otklik.clock import (
    LastDayRule,
    Remaining,
    Term,
    Unit,
    WorkCalendar,
    due_at,
    elapsed,
    remaining,
)

D = date.fromisoformat
ZONE = ZoneInfo("Asia/Krasnoyarsk")
MOSCOW = ZoneInfo("Europe/Moscow")
THIRTY_DAYS = {rule: Term(30, Unit.CALENDAR_DAYS, rule) for rule in LastDayRule}


def local(day: str, hour: int = 11, minute: int = 0) -> datetime:
    return datetime.combine(D(day), time(hour, minute), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("registered", "plain", "back", "forward"),
    [
        ("2025-12-02", "2026-01-01", "2025-12-30", "2026-01-12"),
        ("2026-04-09", "2026-05-09", "2026-05-08", "2026-05-12"),
        ("2024-10-03", "2024-11-02", "2024-11-02", "2024-11-02"),  # a working Saturday
        ("2025-04-03", "2025-05-03", "2025-04-30", "2025-05-05"),
        ("2026-12-05", "2027-01-04", "2026-12-30", "2027-01-11"),
    ],
)
def test_thirty_days_of_59_fz(
    khakassia: WorkCalendar, registered: str, plain: str, back: str, forward: str
) -> None:
    started_at = local(registered)
    expected = {LastDayRule.NONE: plain, LastDayRule.BACK: back, LastDayRule.FORWARD: forward}
    for rule, day in expected.items():
        due = due_at(started_at, THIRTY_DAYS[rule], khakassia)
        assert due == datetime.combine(D(day), time(23, 59, 59), tzinfo=ZONE)
        assert due.tzinfo is khakassia.zone


@pytest.mark.parametrize(
    ("started", "amount", "due"),
    [
        ("2025-12-31", 3, "2026-01-12"),  # back would be 30.12, before the start
        ("2026-04-30", 3, "2026-05-04"),  # back would be the day of the event itself
        ("2026-01-02", 2, "2026-01-12"),
        ("2026-04-29", 3, "2026-04-30"),  # one working day lies between: back holds
    ],
)
def test_back_never_reaches_the_day_of_the_event(
    khakassia: WorkCalendar, started: str, amount: int, due: str
) -> None:
    term = Term(amount, Unit.CALENDAR_DAYS, LastDayRule.BACK)
    assert due_at(local(started), term, khakassia).date() == D(due)


def test_terms_of_no_days_end_with_the_day_itself(khakassia: WorkCalendar) -> None:
    for unit in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS):
        for rule in LastDayRule:
            due = due_at(local("2026-11-23"), Term(0, unit, rule), khakassia)
            assert due.date() == D("2026-11-23")
    saturday = local("2026-11-21")
    back = Term(0, Unit.WORKING_DAYS, LastDayRule.BACK)
    assert due_at(saturday, back, khakassia).date() == D("2026-11-23")


@pytest.mark.parametrize(
    ("started", "amount", "due"),
    [("2025-12-30", 3, "2026-01-14"), ("2026-04-30", 7, "2026-05-13")],
)
def test_working_days_end_at_the_end_of_a_working_day(
    khakassia: WorkCalendar, started: str, amount: int, due: str
) -> None:
    for rule in LastDayRule:
        term = Term(amount, Unit.WORKING_DAYS, rule)
        assert due_at(local(started, 23, 59), term, khakassia) == datetime.combine(
            D(due), time(23, 59, 59), tzinfo=ZONE
        )


def test_a_moment_given_in_moscow_time_counts_from_the_local_day(khakassia: WorkCalendar) -> None:
    # 21:30 of 22 November in Moscow is already 01:30 of 23 November in Khakassia
    received_at = datetime(2026, 11, 22, 21, 30, tzinfo=MOSCOW)
    assert received_at == local("2026-11-23", 1, 30)
    due = due_at(received_at, Term(3, Unit.WORKING_DAYS), khakassia)
    assert due == datetime(2026, 11, 26, 23, 59, 59, tzinfo=ZONE)
    due = due_at(received_at.astimezone(UTC), Term(1, Unit.CALENDAR_DAYS), khakassia)
    assert due == datetime(2026, 11, 24, 19, 59, 59, tzinfo=MOSCOW)


def test_a_term_in_days_over_a_change_of_the_clocks_ends_at_local_midnight(
    berlin: WorkCalendar,
) -> None:
    started_at = datetime(2026, 10, 24, 12, tzinfo=berlin.zone)
    due = due_at(started_at, Term(1, Unit.CALENDAR_DAYS), berlin)
    assert due.astimezone(UTC) == datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)
    assert elapsed(started_at, due, Unit.CALENDAR_DAYS, berlin) == 1


def test_days_elapsed_leave_out_the_first_day(khakassia: WorkCalendar) -> None:
    friday, monday = local("2026-11-20", 23), local("2026-11-23", 0, 1)
    assert elapsed(friday, monday, Unit.CALENDAR_DAYS, khakassia) == 3
    assert elapsed(friday, monday, Unit.WORKING_DAYS, khakassia) == 1
    assert elapsed(monday, friday, Unit.WORKING_DAYS, khakassia) == -1
    assert elapsed(friday, friday, Unit.WORKING_DAYS, khakassia) == 0


def test_remaining_days_and_overdue_days(khakassia: WorkCalendar) -> None:
    due = due_at(local("2026-11-16"), Term(4, Unit.WORKING_DAYS), khakassia)
    unit = Unit.WORKING_DAYS
    assert remaining(local("2026-11-18"), due, unit, khakassia) == Remaining(False, 2, unit)
    assert remaining(local("2026-11-20", 23), due, unit, khakassia) == Remaining(False, 0, unit)
    assert remaining(due, due, unit, khakassia) == Remaining(False, 0, unit)
    assert remaining(local("2026-11-21"), due, unit, khakassia) == Remaining(True, 0, unit)
    assert remaining(local("2026-11-24"), due, unit, khakassia) == Remaining(True, 2, unit)


def test_a_term_refuses_an_amount_that_cannot_be_meant() -> None:
    for amount in (-1, 100_001):
        with pytest.raises(ValueError, match="amount"):
            Term(amount, Unit.CALENDAR_DAYS)


@pytest.mark.parametrize("unit", Unit)
def test_a_moment_without_a_zone_is_refused(khakassia: WorkCalendar, unit: Unit) -> None:
    naive = local("2026-11-23").replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        due_at(naive, Term(1, unit), khakassia)
    with pytest.raises(ValueError, match="no time zone"):
        elapsed(naive, local("2026-11-24"), unit, khakassia)
    with pytest.raises(ValueError, match="no time zone"):
        remaining(local("2026-11-24"), naive, unit, khakassia)
