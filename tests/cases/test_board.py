"""The board: each number of it is the length of the list it opens."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.cases.models import Answer
from otklik.cases.queries.board import COUNTED, Board, filters_of, find_board
from otklik.cases.queries.filters import Filters, due_bounds
from otklik.cases.queries.lists import find_page
from tests.district import NOW, ZONE, District
from tests.factories import make_case

# Indexes that hold, or begin at, the few cases the board is about.
SMALL = (
    "case_burning",
    "case_open",
    "case_state",
    "case_rating",
    "case_promised",
    "case_flag_waits",
)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def full(district: District) -> District:
    """A district with cases of every kind the board counts."""
    school = {"recipient": district.school, "block": district.other_block}
    for hours in (-50, -2, 1, 5, 20, 30, 70, 200):
        make_case(district, due_at=NOW + hours * HOUR)
        make_case(district, due_at=NOW + hours * HOUR, channel="pos", **school)
    make_case(district, due_at=NOW - HOUR, recipient=None, block=None, state="registered")
    make_case(district, state="in_review")
    make_case(district, state="approved", **school)
    make_case(district, state="closed", rating=1)
    make_case(district, state="closed", red_flag="crime", flag_waits_since=NOW)
    make_case(district, state="closed", red_flag="crime", **school)
    make_case(district, state="answered", rating=2)
    make_case(district, state="answered", rating=2, received_at=NOW - 300 * DAY)
    make_case(district, state="deferred", promised_date=date(2026, 10, 15))
    make_case(district, state="deferred", promised_date=date(2026, 12, 15))
    returned = make_case(district, state="in_progress")
    Answer.objects.create(case=returned, version=1, state="returned", text="…", created_at=NOW)
    return district


def board(district: District, who: str = "curator") -> Board:
    return find_board(grants=district.grants(who), municipality=district.municipality, at=NOW)


def listed(district: District, chosen: Filters, who: str) -> int:
    page = find_page(
        chosen,
        grants=district.grants(who),
        municipality=district.municipality,
        at=NOW,
        size=1000,
    )
    return len(page.rows)


def test_it_works(full: District) -> None:
    found = board(full)
    total = found.total
    assert (total.overdue, total.today, total.tomorrow, total.week) == (5, 4, 4, 2)
    assert total.oldest_due_at == NOW - 50 * HOUR
    assert found.burning[0].next_due_at == NOW - 50 * HOUR
    piles = {pile.name: pile.count for pile in found.piles}
    assert piles == {
        "flagged": 1,
        "unsorted": 1,
        "in_review": 1,
        "approved": 1,
        "returned": 1,
        "promised": 1,
        "low_rating": 1,
    }


@pytest.mark.parametrize("who", ["curator", "im", "lead", "executor", "teacher", "head"])
def test_each_number_is_the_length_of_the_list_it_opens(full: District, who: str) -> None:
    found = board(full, who)
    for line in found.lines:
        for symbol in (*COUNTED, "open"):
            assert getattr(line, symbol) == listed(full, filters_of(line, symbol), who), symbol
    for symbol in COUNTED:
        assert getattr(found.total, symbol) == listed(full, Filters(due=symbol), who)
    for pile in found.piles:
        assert pile.count == listed(full, pile.filters, who), pile.name


def test_one_sees_the_bodies_of_the_own_scope_only(full: District) -> None:
    assert {line.recipient_id for line in board(full, "teacher").lines} == {full.school.pk}
    assert board(full, "stranger").lines == []


def test_days_are_those_of_the_municipality() -> None:
    # Five in the morning of the 13th in Krasnoyarsk is still the 12th in UTC.
    at = NOW.replace(day=13, hour=5)
    begin, end = due_bounds("tomorrow", at, ZONE)
    assert begin is not None and end is not None
    assert (begin.astimezone(ZONE).date(), end - begin) == (date(2026, 10, 14), DAY)
    assert due_bounds("today", at, ZONE)[1] == begin
    assert due_bounds("week", at, ZONE)[0] == end


def test_the_board_asks_few_questions_and_scans_nothing(full: District) -> None:
    with CaptureQueriesContext(connection) as captured:
        board(full)
    assert len(captured) <= 12
    if connection.vendor != "sqlite":
        return
    for query in captured.captured_queries:
        if '"cases_case"."municipality_id"' not in query["sql"]:
            continue
        with connection.cursor() as database:
            database.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " | ".join(row[3] for row in database.fetchall())
        assert any(f"INDEX {index} " in plan for index in SMALL), plan
