"""Which deadlines are near: the bound is just where the count of the unit says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.clock import Unit, WorkCalendar, due_since, due_within, elapsed
from tests.clock.test_clock_properties import CALENDARS, moments

units = st.sampled_from(Unit)
few = st.integers(0, 40)
spans = st.timedeltas(timedelta(0), timedelta(days=60))


@settings(max_examples=600, deadline=None)
@given(moments, spans, few, units, st.sampled_from(CALENDARS))
def test_what_ends_up_to_the_bound_has_no_more_left(
    at: datetime, left: timedelta, amount: int, unit: Unit, calendar: WorkCalendar
) -> None:
    due = at + left
    is_near = due <= due_within(at, amount, unit, calendar).astimezone(UTC)
    assert is_near == (elapsed(at, due, unit, calendar) <= amount)


@settings(max_examples=600, deadline=None)
@given(moments, spans, st.integers(1, 40), units, st.sampled_from(CALENDARS))
def test_what_ended_up_to_the_bound_is_that_long_over(
    at: datetime, past: timedelta, amount: int, unit: Unit, calendar: WorkCalendar
) -> None:
    due = at - past
    is_over = due <= due_since(at, amount, unit, calendar).astimezone(UTC)
    assert is_over == (elapsed(due, at, unit, calendar) >= amount)


@settings(deadline=None)
@given(moments, spans, few, units, st.sampled_from(CALENDARS))
def test_the_bounds_never_go_back(
    at: datetime, later: timedelta, amount: int, unit: Unit, calendar: WorkCalendar
) -> None:
    for bound in (due_within, due_since):
        first = bound(at, amount, unit, calendar).astimezone(UTC)
        assert first <= bound(at + later, amount, unit, calendar).astimezone(UTC)


def local(calendar: WorkCalendar, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


# Nine to six, lunch at one; 4 November is a holiday, the 3rd a short day; New Year rests long.
@pytest.mark.parametrize(
    ("at", "amount", "unit", "bound"),
    [
        ("2026-10-12 10:00", 2, Unit.WORKING_HOURS, "2026-10-12 12:00"),
        ("2026-10-12 11:00", 2, Unit.WORKING_HOURS, "2026-10-12 14:00"),
        ("2026-10-16 16:00", 2, Unit.WORKING_HOURS, "2026-10-19 09:00"),
        ("2026-11-03 15:00", 2, Unit.WORKING_HOURS, "2026-11-05 09:00"),
        ("2026-10-17 12:00", 0, Unit.WORKING_HOURS, "2026-10-19 09:00"),
        ("2026-10-15 10:00", 1, Unit.WORKING_DAYS, "2026-10-18 23:59:59.999999"),
        ("2026-10-17 10:00", 1, Unit.WORKING_DAYS, "2026-10-19 23:59:59.999999"),
        ("2026-10-12 10:00", 3, Unit.CALENDAR_DAYS, "2026-10-15 23:59:59.999999"),
        ("2026-10-12 10:00", 3, Unit.CLOCK_HOURS, "2026-10-12 13:00"),
    ],
)
def test_how_far_a_moment_sees_ahead(
    khakassia: WorkCalendar, at: str, amount: int, unit: Unit, bound: str
) -> None:
    assert due_within(local(khakassia, at), amount, unit, khakassia) == local(khakassia, bound)


@pytest.mark.parametrize(
    ("at", "amount", "unit", "bound"),
    [
        ("2026-10-12 10:00", 1, Unit.WORKING_HOURS, "2026-10-12 09:00"),
        ("2026-10-12 10:00", 2, Unit.WORKING_HOURS, "2026-10-09 17:00"),
        ("2026-10-18 10:00", 1, Unit.WORKING_HOURS, "2026-10-16 17:00"),
        ("2026-11-05 10:00", 2, Unit.WORKING_HOURS, "2026-11-03 16:00"),
        ("2027-01-11 10:00", 1, Unit.WORKING_HOURS, "2027-01-11 09:00"),
        ("2026-10-12 10:00", 1, Unit.WORKING_DAYS, "2026-10-11 23:59:59.999999"),
        ("2026-10-11 10:00", 1, Unit.WORKING_DAYS, "2026-10-08 23:59:59.999999"),
        ("2026-10-12 10:00", 0, Unit.WORKING_DAYS, "2026-10-12 09:59:59.999999"),
        ("2026-10-12 10:00", 2, Unit.CALENDAR_DAYS, "2026-10-10 23:59:59.999999"),
    ],
)
def test_how_far_a_moment_sees_back(
    khakassia: WorkCalendar, at: str, amount: int, unit: Unit, bound: str
) -> None:
    assert due_since(local(khakassia, at), amount, unit, khakassia) == local(khakassia, bound)


@pytest.mark.parametrize("bound", [due_within, due_since])
def test_a_naive_moment_and_a_negative_amount_are_refused(
    khakassia: WorkCalendar, bound: "type[object]"
) -> None:
    naive = datetime(2026, 10, 12, 10)
    for unit in Unit:
        with pytest.raises(ValueError, match="negative"):
            bound(local(khakassia, "2026-10-12 10:00"), -1, unit, khakassia)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="zone"):
        bound(naive, 0, Unit.CALENDAR_DAYS, khakassia)  # type: ignore[call-arg]
