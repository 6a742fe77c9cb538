"""The page of problems, and what the card says of repeats."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case, Problem
from otklik.linking.finding import find_new
from otklik.linking.models import ProblemProposal, RepeatProposal
from tests.cases.conftest import district, phone_call
from tests.district import NOW, District, build_district
from tests.linking.test_problems import DIFFERENT_WORDS, PLACE
from tests.linking.test_repeats import FORWARDED, TEXT
from tests.web.cases_at_hand import logged_in

__all__ = ["district", "phone_call"]
Call = Callable[..., Case]


@pytest.fixture
def snow(phone_call: Call) -> list[Case]:
    calls = [
        phone_call(text, NOW - timedelta(hours=n), **PLACE)
        for n, text in enumerate(DIFFERENT_WORDS[:3])
    ]
    find_new(at=NOW)
    return calls


@pytest.fixture
def copies(phone_call: Call) -> list[Case]:
    calls = [phone_call(TEXT, NOW - timedelta(days=1)), phone_call(FORWARDED)]
    find_new(at=NOW)
    return calls


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_proposal_becomes_a_problem_by_one_form(district: District, snow: list[Case]) -> None:
    client = logged_in(district.people["curator"])
    shown = page(client, reverse("problems"))
    assert all(case.number in shown for case in snow)
    assert "Сообщений за 7 дн.: 3" in shown
    proposal = ProblemProposal.objects.get()
    data = {
        "shown": [case.pk for case in snow],
        "case": [case.pk for case in snow[:2]],
        "title": "Снег на улице Ленина",
    }
    assert shown.count('name="shown"') == len(snow)
    client.post(reverse("problem-accept", args=[proposal.pk]), data)
    problem = Problem.objects.get()
    assert problem.cases.count() == 2
    shown = page(client, reverse("problems"))
    assert "Снег на улице Ленина" in shown
    listed = page(client, f"{reverse('inbox')}?problem={problem.pk}")
    assert [case.number in listed for case in snow] == [True, True, False]
    assert "Снег на улице Ленина" in listed
    client.post(reverse("problem-close", args=[problem.pk]))
    assert "Снег на улице Ленина" not in page(client, reverse("problems"))


def test_a_blank_title_or_no_tick_changes_nothing(district: District, snow: list[Case]) -> None:
    client, url = (
        logged_in(district.people["curator"]),
        reverse("problem-accept", args=[ProblemProposal.objects.get().pk]),
    )
    for data in (
        {"case": [snow[0].pk], "title": " "},
        {"title": "Снег"},
        {"case": ["x", "9" * 40]},
    ):
        answer = client.post(url, data, follow=True).content.decode()
        assert "Ничего не изменено" in answer
    assert not Problem.objects.exists()


def test_a_declined_proposal_is_gone_from_the_page(district: District, snow: list[Case]) -> None:
    client = logged_in(district.people["curator"])
    url = reverse("problem-decline", args=[ProblemProposal.objects.get().pk])
    client.post(url, {"shown": [case.pk for case in snow]})
    assert snow[0].number not in page(client, reverse("problems"))


def test_the_card_shows_the_repeat_with_its_reasons(district: District, copies: list[Case]) -> None:
    client = logged_in(district.people["curator"])
    first, second = copies
    card = page(client, reverse("case-detail", args=[second.number]))
    assert "Похоже на повтор" in card
    assert first.number in card
    data = {"repeat_kind": "duplicate", "repeat_of": first.number}
    client.post(reverse("case-deed", args=[second.number, "mark_repeat"]), data)
    second.refresh_from_db()
    assert second.repeat_of == first
    assert "Похоже на повтор" not in page(client, reverse("case-detail", args=[second.number]))


def test_a_declined_pair_is_not_shown_again(district: District, copies: list[Case]) -> None:
    client = logged_in(district.people["curator"])
    answer = client.post(
        reverse("repeat-decline", args=[RepeatProposal.objects.get().pk]), follow=True
    )
    assert "Похоже на повтор" not in answer.content.decode()


def test_the_clerk_at_the_telephone_sees_at_once_that_it_was_said_before(
    district: District, phone_call: Call
) -> None:
    phone_call(TEXT, NOW - timedelta(days=2))
    find_new(at=NOW)
    client = logged_in(district.people["curator"])
    sheet = {
        "channel": "phone",
        "received_at": "2026-10-12T09:30",
        "kind": "message",
        "author_kind": "citizen",
        "text": FORWARDED,
    }
    card = client.post(reverse("case-register"), sheet, follow=True).content.decode()
    assert "Похоже на повтор" in card


def test_an_executor_sees_problems_but_decides_nothing(
    district: District, snow: list[Case], copies: list[Case]
) -> None:
    client = logged_in(district.people["executor"])
    shown = page(client, reverse("problems"))
    assert "Машина считает" not in shown
    assert snow[0].number not in shown
    assert "Похоже на повтор" not in page(client, reverse("case-detail", args=[copies[1].number]))
    proposal, pair = ProblemProposal.objects.get(), RepeatProposal.objects.get()
    for url in (
        reverse("problem-accept", args=[proposal.pk]),
        reverse("problem-decline", args=[proposal.pk]),
        reverse("repeat-decline", args=[pair.pk]),
    ):
        assert client.post(url).status_code == 403
    assert ProblemProposal.objects.get().state == "open"


def test_proposals_of_another_municipality_are_out_of_reach(
    district: District, snow: list[Case]
) -> None:
    other = build_district("sosnovsk")
    client = logged_in(other.people["curator"])
    proposal = ProblemProposal.objects.get()
    assert client.post(reverse("problem-accept", args=[proposal.pk])).status_code == 404
    assert snow[0].number not in page(client, reverse("problems"))
