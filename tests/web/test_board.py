"""The page "what burns today"."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.district import District, build_district
from tests.factories import make_case


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def rows(page: str) -> int:
    return page.count("data-row>")


def test_it_works(client: Client, district: District) -> None:
    case = make_case(
        district, due_at=timezone.now() - timedelta(days=2), applicant_name="Лугов Пётр"
    )
    client.force_login(district.people["curator"])
    page = client.get(reverse("board")).content.decode()
    assert case.number in page
    assert "Лугов Пётр" in page
    assert district.council.name in page


def test_each_number_opens_a_list_of_that_length(client: Client, district: District) -> None:
    now = timezone.now()
    school = {"recipient": district.school, "block": district.other_block}
    for days in (-9, -2, 3, 4):
        make_case(district, due_at=now + timedelta(days=days))
        make_case(district, due_at=now + timedelta(days=days, hours=1), **school)
    make_case(district, state="registered", recipient=None, block=None)
    make_case(district, state="in_review")
    make_case(district, state="answered", rating=1, received_at=now - timedelta(days=9))
    make_case(district, state="deferred", promised_date=now.date())
    client.force_login(district.people["curator"])
    answer = client.get(reverse("board"))
    shown = [*answer.context["figures"], *answer.context["piles"]]
    figures = [(figure.url, figure.number) for figure in shown]
    counts = re.findall(r'href="([^"]+)" aria-label="[^"]+">(\d+)<', answer.context["bodies"])
    figures += [(unescape(url), int(number)) for url, number in counts]
    assert len(counts) > 4
    assert sum(number for _url, number in figures) > 20
    for url, number in figures:
        assert rows(client.get(url).content.decode()) == number, url


def test_an_empty_board_says_what_comes_next(client: Client, district: District) -> None:
    client.force_login(district.people["curator"])
    page = client.get(reverse("board")).content.decode()
    assert "desk-empty" in page


def test_htmx_gets_the_board_without_the_frame(client: Client, district: District) -> None:
    client.force_login(district.people["curator"])
    page = client.get(reverse("board"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "desk-figures" in page


def test_who_sees_no_cases_is_led_to_the_first_page_open_to_him(
    client: Client, district: District
) -> None:
    client.force_login(district.people["auditor"])
    answer = client.get(reverse("board"))
    assert answer.status_code in (200, 302)
    assert "desk-figures" not in answer.content.decode()


def test_texts_of_applicants_are_escaped(client: Client, district: District) -> None:
    make_case(
        district,
        text="<script>alert(1)</script>",
        applicant_name="<b>И</b>",
        number='1"><i>',
        place_text="<u>",
        settlement=None,
        due_at=timezone.now(),
    )
    client.force_login(district.people["curator"])
    for name in ("board", "inbox"):
        page = client.get(reverse(name)).content.decode()
        body = page[page.index("data-rows") :]
        assert not re.search(r"<script>alert|<b>И|<i>|<u>", body)
