"""The working calendar of a municipality, as its registry has it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from otklik.registry.calendars import calendar_of
from otklik.registry.models import CalendarDay, Municipality, WorkingHours

ZONE = ZoneInfo("Asia/Krasnoyarsk")
pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    return Municipality.objects.create(code="lugovsk", name="Луговской", time_zone=ZONE.key)


def hours(municipality: Municipality, weekday: int, start: int, end: int, **traits: date) -> None:
    WorkingHours.objects.create(
        municipality=municipality, weekday=weekday, start=time(start), end=time(end), **traits
    )


def test_it_works(municipality: Municipality) -> None:
    for weekday in range(1, 6):
        hours(municipality, weekday, 9, 18)
    calendar = calendar_of(municipality)
    assert calendar.is_working_moment(datetime(2026, 10, 12, 17, 30, tzinfo=ZONE))
    assert not calendar.is_working_moment(datetime(2026, 10, 12, 8, 30, tzinfo=ZONE))


def test_without_hours_the_usual_week_holds(municipality: Municipality) -> None:
    calendar = calendar_of(municipality)
    assert calendar.is_working_moment(datetime(2026, 10, 12, 8, 30, tzinfo=ZONE))
    assert not calendar.is_working_moment(datetime(2026, 10, 12, 12, 30, tzinfo=ZONE))
    assert not calendar.is_working_day(date(2026, 10, 11))


def test_a_day_of_the_municipality_wins_over_one_for_all(municipality: Municipality) -> None:
    day = date(2026, 10, 12)
    CalendarDay.objects.create(municipality=municipality, date=day, kind="working")
    CalendarDay.objects.create(municipality=None, date=day, kind="off")
    assert calendar_of(municipality).is_working_day(day)
    other = Municipality.objects.create(code="dolinsk", name="Долинский", time_zone=ZONE.key)
    assert not calendar_of(other).is_working_day(day)


def test_hours_hold_from_their_day_to_their_day(municipality: Municipality) -> None:
    hours(municipality, 1, 8, 17, valid_until=date(2026, 10, 12))
    hours(municipality, 1, 10, 19, valid_from=date(2026, 10, 12))
    calendar = calendar_of(municipality)
    assert calendar.is_working_moment(datetime(2026, 10, 5, 8, 30, tzinfo=ZONE))
    assert not calendar.is_working_moment(datetime(2026, 10, 12, 8, 30, tzinfo=ZONE))
    assert calendar.is_working_moment(datetime(2026, 10, 12, 18, 30, tzinfo=ZONE))


def test_a_change_of_the_registry_is_seen_by_the_next_calendar(municipality: Municipality) -> None:
    day = date(2026, 10, 12)
    assert calendar_of(municipality).is_working_day(day)
    CalendarDay.objects.create(municipality=municipality, date=day, kind="off")
    assert not calendar_of(municipality).is_working_day(day)
