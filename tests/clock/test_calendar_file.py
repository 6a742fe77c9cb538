"""calendar.csv of the base folder agrees with what the rule and the library say."""

import csv
from datetime import date, timedelta
from importlib.resources import files

import pytest

from otklik.clock import DayKind, WorkCalendar


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    path = files("otklik.registry").joinpath("data/base/calendar.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_every_day_of_the_file_is_what_the_rule_gives(
    khakassia: WorkCalendar, rows: list[dict[str, str]]
) -> None:
    assert rows
    differing = [
        row["date"]
        for row in rows
        if khakassia.kind_of(date.fromisoformat(row["date"])) is not DayKind(row["kind"])
    ]
    assert differing == []


def test_the_days_are_federal_each_once_in_order_and_with_a_ground(
    rows: list[dict[str, str]],
) -> None:
    days = [row["date"] for row in rows]
    assert days == sorted(set(days))
    assert all(row["municipality"] == "" and row["reason"] for row in rows)


def test_the_real_short_days_of_2026_are_there_with_and_without_the_file(
    khakassia: WorkCalendar, rows: list[dict[str, str]]
) -> None:
    overrides = {date.fromisoformat(row["date"]): DayKind(row["kind"]) for row in rows}
    with_file = WorkCalendar(khakassia.zone, khakassia.schedule, overrides)
    year = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(365)]
    for calendar in (khakassia, with_file):
        short = [day for day in year if calendar.kind_of(day) is DayKind.SHORT]
        assert [f"{day:%d.%m}" for day in short] == ["30.04", "08.05", "11.06", "03.11"]
