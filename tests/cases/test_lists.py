"""Pages of the list of cases: what is in them, in which order, at any depth, to whose eyes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.cases.models import Answer
from otklik.cases.models.choices import OPEN_STATES
from otklik.cases.queries.filters import Filters
from otklik.cases.queries.lists import Page, find_page
from otklik.registry.models import Territory
from tests.district import NOW, District, build_district
from tests.factories import make_case

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def page(
    district: District, chosen: Filters | None = None, who: str = "curator", **kw: Any
) -> Page:
    return find_page(
        chosen or Filters(),
        grants=district.grants(who),
        municipality=district.municipality,
        at=NOW,
        **kw,
    )


def numbers(found: Page) -> list[str]:
    return [row.number for row in found.rows]


def test_it_works(district: District) -> None:
    older = make_case(district, received_at=NOW - 2 * DAY)
    newer = make_case(district, received_at=NOW - DAY)
    assert numbers(page(district)) == [newer.number, older.number]


def test_cases_of_another_municipality_are_never_shown(district: District) -> None:
    make_case(build_district("another"))
    assert numbers(page(district)) == []


@pytest.mark.parametrize(
    ("chosen", "traits", "other"),
    [
        (Filters(channels=("pos", "paper")), {"channel": "pos"}, {"channel": "im"}),
        (Filters(states=("closed", "answered")), {"state": "closed"}, {"state": "transferred"}),
        (Filters(states=OPEN_STATES), {"state": "in_review"}, {"state": "closed"}),
        (Filters(states=("in_review",)), {"state": "in_review"}, {"state": "approved"}),
        (Filters(kind="appeal"), {"kind": "appeal"}, {"kind": "message"}),
        (Filters(is_unsorted=True), {"recipient": None}, {}),
        (Filters(ratings=(1, 2)), {"rating": 2}, {"rating": 5}),
        (Filters(is_repeat=True), {"repeat_kind": "repeated"}, {"repeat_kind": ""}),
        (Filters(on_control=True), {"on_control": True}, {"on_control": False}),
        (Filters(due="overdue"), {"due_at": NOW - HOUR}, {"due_at": NOW + HOUR}),
        (Filters(due="today"), {"due_at": NOW + HOUR}, {"due_at": NOW + DAY}),
        (Filters(due="tomorrow"), {"due_at": NOW + DAY}, {"due_at": NOW + HOUR}),
        (Filters(due="week"), {"due_at": NOW + 5 * DAY}, {"due_at": NOW + 9 * DAY}),
        (Filters(due="running"), {"due_at": NOW + 90 * DAY}, {}),
        (Filters(order="due"), {"due_at": NOW + 90 * DAY}, {}),
        (
            Filters(received_from=NOW - 3 * DAY, received_until=NOW - 2 * DAY),
            {"received_at": NOW - 3 * DAY},
            {"received_at": NOW - 2 * DAY},
        ),
        (
            Filters(promised_until=date(2026, 10, 20)),
            {"promised_date": date(2026, 10, 19), "state": "deferred"},
            {"promised_date": date(2026, 10, 20), "state": "deferred"},
        ),
    ],
    ids=lambda value: "" if isinstance(value, Filters) else None,
)
def test_a_filter_lets_through_what_fits_and_nothing_else(
    district: District, chosen: Filters, traits: dict[str, Any], other: dict[str, Any]
) -> None:
    fitting = make_case(district, **traits)
    make_case(district, **other)
    assert numbers(page(district, chosen)) == [fitting.number]


def test_filters_by_keys_of_the_registry(district: District) -> None:
    fitting = make_case(district, executor=district.people["executor"])
    make_case(
        district,
        recipient=district.school,
        block=district.other_block,
        topic=district.dogs,
        topic_group=district.dogs.parent,
        settlement=None,
    )
    assert district.snow.parent is not None
    for chosen in (
        Filters(recipient_ids=(district.council.pk,)),
        Filters(block_ids=(district.block.pk,)),
        Filters(topic_ids=(district.snow.pk,)),
        Filters(group_ids=(district.snow.parent.pk,)),
        Filters(settlement_ids=(district.settlement.pk,)),
        Filters(executor_id=district.people["executor"].pk),
    ):
        assert numbers(page(district, chosen)) == [fitting.number]


def test_several_filters_hold_at_once(district: District) -> None:
    fitting = make_case(district, channel="pos", state="closed", rating=1)
    make_case(district, channel="pos", state="closed", rating=5)
    make_case(district, channel="im", state="closed", rating=1)
    chosen = Filters(channels=("pos",), states=("closed",), ratings=(1,))
    assert numbers(page(district, chosen)) == [fitting.number]


def test_returned_are_only_those_whose_last_answer_was_returned(district: District) -> None:
    waiting = make_case(district, state="in_progress")
    mended = make_case(district, state="in_progress")
    for case in (waiting, mended):
        Answer.objects.create(case=case, version=1, state="returned", text="…", created_at=NOW)
    Answer.objects.create(case=mended, version=2, state="draft", text="…", created_at=NOW)
    assert numbers(page(district, Filters(is_returned=True))) == [waiting.number]


@pytest.mark.parametrize(
    "chosen",
    [
        Filters(),
        Filters(channels=("im", "pos")),
        Filters(states=OPEN_STATES),
        Filters(order="due"),
        Filters(words="снег"),
    ],
    ids=["all", "two streams", "open", "by due", "words"],
)
def test_pages_there_and_back_show_every_case_once(district: District, chosen: Filters) -> None:
    # Many share one moment, so that only the key parts them.
    for number in range(23):
        make_case(
            district,
            received_at=NOW - DAY * (number // 5),
            due_at=NOW + DAY * (number // 5),
            channel="im" if number % 2 else "pos",
        )
    whole = numbers(page(district, chosen, size=100))
    first = current = page(district, chosen, size=5)
    seen = numbers(first)
    while current.next_cursor:
        last = current
        current = page(district, chosen, size=5, after=current.next_cursor)
        seen += numbers(current)
    assert seen == whole
    assert len(set(seen)) == 23
    assert first.previous_cursor == ""
    assert numbers(page(district, chosen, size=5, before=current.previous_cursor)) == numbers(last)


def test_the_page_before_a_short_one_is_the_first_page(district: District) -> None:
    for number in range(7):
        make_case(district, received_at=NOW - number * DAY)
    second = page(district, size=5, after=page(district, size=5).next_cursor)
    make_case(district, received_at=NOW)
    back = page(district, size=5, before=second.previous_cursor)
    assert len(back.rows) == 5
    assert numbers(page(district, size=5, before="nonsense")) == numbers(page(district, size=5))


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("curator", {"own", "school", "page"}),
        ("im", {"own", "school", "page"}),
        ("head", {"own", "school", "page"}),
        ("lead", {"own", "page"}),
        ("executor", {"own", "page"}),
        ("teacher", {"school"}),
        ("observer", set()),
        ("stranger", set()),
    ],
)
@pytest.mark.parametrize(
    "chosen", [Filters(), Filters(states=OPEN_STATES), Filters(order="due"), Filters(words="снег")]
)
def test_everyone_sees_the_cases_of_the_own_scope(
    district: District, who: str, seen: set[str], chosen: Filters
) -> None:
    school = {"recipient": district.school, "block": district.other_block}
    due = {"due_at": NOW + DAY}
    made = {
        make_case(district, **due).number: "own",
        make_case(district, **school, **due).number: "school",
        make_case(district, channel="official_page", **due).number: "page",
    }
    assert {made[number] for number in numbers(page(district, chosen, who))} == seen


def test_names_are_shown_only_where_the_gate_allows(district: District) -> None:
    make_case(district, channel="im", applicant_name="Лугов Пётр")
    make_case(district, channel="pos", applicant_name="Полева Анна")
    shown = {row.channel: row.applicant_name for row in page(district, who="im").rows}
    assert shown == {"im": "Лугов Пётр", "pos": ""}
    assert {row.applicant_name for row in page(district, who="head").rows} == {""}


def test_personal_data_in_texts_is_masked_from_those_who_may_not_see_it(
    district: District,
) -> None:
    make_case(district, text="Позвоните мне: 8 913 555-12-34, жду.")
    assert "555-12-34" in page(district, who="curator").rows[0].text
    assert "555-12-34" not in page(district, who="head").rows[0].text


def test_a_row_names_the_place_and_the_unit_of_the_running_clock(district: District) -> None:
    make_case(
        district,
        street=district.street,
        house="5",
        due_at=NOW + HOUR,
        clock="first_reply",
        unit="working_hours",
    )
    row = page(district).rows[0]
    assert row.place == "с. Луговое, ул. Ленина, 5"
    assert (row.unit, row.next_clock) == ("working_hours", "first_reply")


SINGLE_FILTERS = {
    "nothing": (Filters(), "case_received"),
    "channel": (Filters(channels=("im",)), "case_channel"),
    "state": (Filters(states=("closed",)), "case_state"),
    "open": (Filters(states=OPEN_STATES), "case_open"),
    "unsorted": (Filters(is_unsorted=True), "case_recipient"),
    "recipient": (Filters(recipient_ids=(1,)), "case_recipient"),
    "block": (Filters(block_ids=(1,)), "case_block"),
    "group": (Filters(group_ids=(1,)), "case_group"),
    "topic": (Filters(topic_ids=(1,)), "case_topic"),
    "settlement": (Filters(settlement_ids=(1,)), "case_settlement"),
    "executor": (Filters(executor_id=1), "case_executor"),
    "rating": (Filters(ratings=(1,)), "case_rating"),
    "appeal": (Filters(kind="appeal"), "case_appeal"),
    "repeat": (Filters(is_repeat=True), "case_repeat"),
    "control": (Filters(on_control=True), "case_control"),
    "overdue": (Filters(due="overdue"), "case_burning"),
    "by due": (Filters(order="due"), "case_burning"),
    "period": (Filters(received_from=NOW - DAY), "case_received"),
    "open of a recipient": (Filters(states=OPEN_STATES, recipient_ids=(1,)), "case_open"),
}


@pytest.mark.parametrize(("chosen", "index"), SINGLE_FILTERS.values(), ids=SINGLE_FILTERS)
def test_each_filter_walks_its_index_in_the_order_of_the_page(
    district: District, chosen: Filters, index: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans of SQLite are fixed; PostgreSQL plans by what the table holds")
    cursor = f"{int(NOW.timestamp()) * 1_000_000}-1000"
    with CaptureQueriesContext(connection) as captured:
        page(district, chosen, after=cursor)
    walks = [q["sql"] for q in captured.captured_queries if "ORDER BY" in q["sql"]]
    assert walks
    for sql in walks:
        plan = explain(sql)
        assert f"INDEX {index} " in plan, plan
        # Equal due moments may be sorted among themselves, never the whole.
        assert "TEMP B-TREE FOR ORDER BY" not in plan


def explain(sql: str) -> str:
    with connection.cursor() as database:
        database.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " | ".join(row[3] for row in database.fetchall())


def test_settlements_of_a_council_are_merged_in_order(district: District) -> None:
    other = Territory.objects.create(
        municipality=district.municipality, code="other", kind="settlement", name="Заречье"
    )
    made = [
        make_case(
            district, received_at=NOW - n * HOUR, settlement=other if n % 2 else district.settlement
        )
        for n in range(6)
    ]
    chosen = Filters(settlement_ids=(district.settlement.pk, other.pk))
    assert numbers(page(district, chosen)) == [case.number for case in made]
    assert numbers(page(district, replace(chosen, settlement_ids=(other.pk,)))) == [
        case.number for case in made[1::2]
    ]


@pytest.mark.parametrize("beyond", range(0, 18, 3))
def test_a_telephone_at_the_edge_of_a_shortened_text_is_masked(
    district: District, beyond: int
) -> None:
    before = "Снег " * 80
    make_case(district, text=f"{before[: 400 - beyond]} +7 913 555-12-34 ждём звонка")
    assert "913" not in page(district, who="head").rows[0].text


def test_a_number_is_looked_for_among_the_cases_one_may_see(district: District) -> None:
    for number in range(60):
        make_case(district, external_id=f"777-{number}", recipient=district.school)
    own = make_case(district, external_id="777-own")
    assert numbers(page(district, Filters(words="777"), who="executor")) == [own.number]


def test_a_recipient_or_nobody_means_either(district: District) -> None:
    held, nobodys = make_case(district), make_case(district, recipient=None, block=None)
    make_case(district, recipient=district.school)
    chosen = Filters(recipient_ids=(district.council.pk,), is_unsorted=True)
    assert set(numbers(page(district, chosen))) == {held.number, nobodys.number}
