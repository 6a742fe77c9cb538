"""The version for low vision is kept by the browser; "Go to…" leads where one may go."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in, make_case

SIGHT = {"size": "200", "colours": "white-on-black", "spacing": "wide", "serifs": "with"}


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_choice_holds_before_and_after_logging_in(district: District) -> None:
    client = Client()
    client.post(reverse("sight"), SIGHT)
    login = page(client, "/login/")
    assert 'data-size="200"' in login
    assert 'data-bs-theme="dark"' in login
    client.force_login(district.people["curator"], backend="otklik.registry.logins.LoginBackend")
    assert 'data-colours="white-on-black"' in page(client, "/")


def test_the_usual_page_is_one_button_away(district: District) -> None:
    client = logged_in(district.people["curator"])
    client.post(reverse("sight"), SIGHT)
    client.post(reverse("sight"), SIGHT | {"usual": "1"})
    assert 'data-size="100"' in page(client, "/")


@pytest.mark.parametrize(
    "cookie", ['size=9000&colours="><script>', "size", "=", "size=200=3", "size=" * 600]
)
def test_a_spoiled_cookie_means_the_usual_page(district: District, cookie: str) -> None:
    client = logged_in(district.people["curator"])
    client.cookies["otklik-sight"] = cookie
    answered = page(client, "/")
    assert 'data-size="100"' in answered
    assert "<script>" not in answered.split("<head>")[0]


def test_one_is_led_back_to_pages_of_ours_only(district: District) -> None:
    client = logged_in(district.people["curator"])
    assert client.post("/sight/", {**SIGHT, "back": "/cases/"}).headers["Location"] == "/cases/"
    away = {**SIGHT, "back": "https://example.org/"}
    assert client.post("/sight/", away).headers["Location"] == "/"


def test_a_case_is_reached_by_the_number_said_on_the_telephone(district: District) -> None:
    year = district.municipality.local(make_case(district).received_at).year
    make_case(district, number=f"{year}-00123")
    client = logged_in(district.people["curator"])
    assert f"/cases/{year}-00123/" in page(client, f"/go/?q={year}-00123")
    assert f"/cases/{year}-00123/" not in page(client, "/go/?q=00124")


def test_a_page_is_reached_by_the_beginnings_of_its_words(district: District) -> None:
    client = logged_in(district.people["curator"])
    assert "/machine/" in page(client, "/go/?q=маш+расп").split("<main")[1]
    assert "/registry/organisations/" in page(client, "/go/?q=ОРГАН")


def test_who_may_not_open_a_page_is_not_led_there(district: District) -> None:
    make_case(district, number="2026-00123", recipient=district.school)
    executor = logged_in(district.people["executor"])
    answered = page(executor, "/go/?q=2026-00123").split("<main")[1]
    assert "/cases/2026-00123/" not in answered
    assert "/log/" not in page(executor, "/go/").split("<main")[1]


@pytest.mark.parametrize("words", ["%00", "<script>alert(1)</script>", "ж" * 5000, "' OR 1=1 --"])
def test_odd_words_find_nothing_and_break_nothing(district: District, words: str) -> None:
    client = logged_in(district.people["curator"])
    response = client.get("/go/", {"q": words})
    assert response.status_code in (200, 400)
    assert b"<script>alert" not in response.content


def test_the_dialog_asks_for_the_list_alone(district: District) -> None:
    client = logged_in(district.people["curator"])
    response = client.get("/go/?q=дела", headers={"hx-request": "true"})
    assert b"<html" not in response.content
    assert b"data-goal" in response.content


def test_every_key_of_the_card_is_on_the_page_of_keys(district: District) -> None:
    answered = page(logged_in(district.people["executor"]), "/keys/")
    assert "Написать ответ" in answered
    assert "<kbd>e</kbd>" in answered
