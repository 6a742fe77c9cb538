"""What changed between two versions of an answer."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.models import Case, PersonalDataLook
from otklik.web.desk.case.word_diff import ADDED, REMOVED, SAME, word_diff
from tests.district import District, build_district
from tests.web.cases_at_hand import add_answer, logged_in, make_case

WORDS = st.lists(st.sampled_from(["снег", "уберём", "завтра", ",", ".", "\n", "к", "10-му"]))


def texts(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text.strip()) for piece in word_diff(old, new)]


def test_words_put_in_and_taken_out_are_told_apart() -> None:
    assert texts("Снег уберём скоро.", "Снег уберём 10 октября.") == [
        (SAME, "Снег уберём"),
        (REMOVED, "скоро"),
        (ADDED, "10 октября"),
        (SAME, "."),
    ]


def test_other_spaces_are_no_difference() -> None:
    assert texts("Снег  уберём\nзавтра", "Снег уберём завтра ") == [(SAME, "Снег уберём завтра")]


@given(WORDS, WORDS)
def test_each_side_can_be_read_back_from_the_difference(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    pieces = word_diff(before, after)
    for text, left_out in ((before, ADDED), (after, REMOVED)):
        kept = "".join(piece.text for piece in pieces if piece.kind != left_out)
        assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("а " * 10_000, "б а " * 5_000),
        ("".join(f"слово{n % 150} " for n in range(3_000)), "слово1 слово2 " * 1_500),
        ("x" * 20_000, "y." * 10_000),
        ("", "слово"),
        (".\n" * 10_000, "!\n" * 9_999 + "слово"),
    ],
)
def test_long_texts_are_compared_too(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    kept = "".join(piece.text for piece in pieces if piece.kind != REMOVED)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", new)


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def case(district: District) -> Case:
    made = make_case(district, state="in_progress", recipient=district.council)
    add_answer(made, "returned", text="Снег <b>уберём</b> скоро, звоните 8 913 222-33-44")
    add_answer(made, "sent", text="Снег уберём завтра", kind="interim")
    add_answer(made, "draft", text='Снег убран <script>alert("1")</script>')
    return made


def page(client: Client, case: Case, query: str = "", **headers: str) -> str:
    address = reverse("case-versions", args=[case.number])
    return client.get(f"{address}?{query}", headers=headers).content.decode()


def test_the_last_two_versions_are_compared_unless_others_are_named(
    district: District, case: Case
) -> None:
    executor = logged_in(district.people["executor"])
    usual = page(executor, case)
    assert "убрано:" in usual and "добавлено:" in usual
    assert "скоро" not in usual
    chosen = page(executor, case, "old=1&new=2")
    assert "скоро" in chosen
    assert page(executor, case, "old=x&new=99").count("<option") == 6


def test_nothing_in_a_text_becomes_a_part_of_the_page(district: District, case: Case) -> None:
    executor = logged_in(district.people["executor"])
    for query in ("old=1&new=3", "old=3&new=1", "old=1&new=1"):
        shown = page(executor, case, query)
        assert "<script>alert" not in shown
        assert "<b>" not in shown
    assert "script" in page(executor, case, "old=1&new=3")


def test_what_is_marked_is_marked_by_more_than_colour(district: District, case: Case) -> None:
    shown = page(logged_in(district.people["executor"]), case, "old=1&new=2")
    assert re.search(r"<del><span class=\"visually-hidden\">\[убрано: </span>", shown)
    assert re.search(r"<ins><span class=\"visually-hidden\">\[добавлено: </span>", shown)


def test_htmx_gets_the_part_and_the_look_is_written_down(district: District, case: Case) -> None:
    executor = logged_in(district.people["executor"])
    assert "<html" not in page(executor, case, **{"hx-request": "true"})
    assert "<html" in page(executor, case)
    looks = PersonalDataLook.objects.filter(page="case-versions")
    assert looks.count() == 2


def test_who_sees_no_names_compares_under_the_veil(district: District, case: Case) -> None:
    shown = page(logged_in(district.people["head"]), case, "old=1&new=2")
    assert "222-33-44" not in shown


def test_one_version_has_nothing_to_be_compared_with(district: District) -> None:
    case = make_case(district, "2026-5", state="in_progress", recipient=district.council)
    add_answer(case, "draft")
    curator = logged_in(district.people["curator"])
    assert curator.get(reverse("case-versions", args=[case.number])).status_code == 404
    teacher = logged_in(district.people["teacher"])
    assert teacher.get(reverse("case-versions", args=["2026-5"])).status_code == 404
