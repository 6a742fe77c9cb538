"""Ratings and promises on the desk: from the link to the queue, the call, the figures."""

import re
from datetime import datetime, timedelta
from html import unescape
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Answer, Case, Event, PersonalDataLook
from otklik.cli.promise_worker import watch_all
from otklik.registry.models import Municipality, Regulation
from otklik.satisfaction.models import RevokedLink
from tests.district import District, build_district
from tests.satisfaction.answered import answered_case
from tests.web.cases_at_hand import add_answer, logged_in, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    cache.clear()


@pytest.fixture
def district() -> District:
    district = build_district()
    Regulation.objects.filter(code="pos").update(reopen_at_rating=2)
    return district


@pytest.fixture
def curator(district: District) -> Client:
    return logged_in(district.people["curator"])


def do(client: Client, case: Case, deed: str, **data: object) -> HttpResponse:
    response: HttpResponse = client.post(
        reverse("case-deed", args=[case.number, deed]), data, follow=True
    )
    case.refresh_from_db()
    return response


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    page = client.get(reverse(name, args=args), query)
    assert page.status_code == 200
    return unescape(page.content.decode())


def link_in(page: str) -> str:
    found = re.search(r"http://testserver(/r/[0-9]+-[a-z2-7]{24}/)", page)
    assert found is not None
    return found[1]


def test_a_citizen_rates_two_by_the_link_and_the_case_comes_back(
    district: District, curator: Client
) -> None:
    case = make_case(
        district,
        state="approved",
        recipient=district.council,
        block=district.block,
        regulation=Regulation.objects.get(code="pos"),
    )
    add_answer(case, "approved", text="Дорогу почистим.")
    link = link_in(text_of(curator, "case-detail", case.number))
    citizen = Client()
    assert citizen.get(link).status_code == 404
    do(curator, case, "send_answer", version=1, resolution="explained")
    assert case.state == "answered"
    assert link_in(text_of(curator, "case-detail", case.number)) == link
    page = citizen.get(link).content.decode()
    assert "Дорогу почистим." in page
    citizen.post(link, {"value": 2, "comment": "Никто не приезжал"})
    case.refresh_from_db()
    assert (case.state, case.next_clock) == ("assigned", "final_reply")
    assert case.next_due_at is not None
    assert case.next_due_at > timezone.now() + timedelta(days=20)
    for login in ("executor", "lead"):
        queue = text_of(logged_in(district.people[login]), "feedback")
        assert case.number in queue
        assert "Никто не приезжал" in queue
    assert case.number not in text_of(logged_in(district.people["teacher"]), "feedback")
    card = text_of(curator, "case-detail", case.number)
    assert "Никто не приезжал" in card
    assert link not in card


def test_a_deferred_repair_whose_promised_day_passes(district: District, curator: Client) -> None:
    regulation = Regulation.objects.get(code="pos")
    regulation.terms.update(starts_at="registered;reopened;resumed")
    case = make_case(district, state="assigned", recipient=district.council, regulation=regulation)
    today = timezone.localdate()
    day = today + timedelta(days=10)
    step = today + timedelta(days=5)
    page = do(
        curator,
        case,
        "defer",
        promised_date=day.isoformat(),
        reason="Ждём трубу",
        notice="Заменим",
        date_1=step.isoformat(),
        what_1="Купить трубу",
        who_1="Завхоз",
        what_2="Без дня",
    )
    assert case.state == "assigned"
    assert "Ждём трубу" in page.content.decode()
    given = {"promised_date": day.isoformat(), "reason": "Ждём трубу", "notice": "Заменим"}
    plan = {"date_1": step.isoformat(), "what_1": "Купить трубу", "who_1": "Завхоз"}
    do(curator, case, "defer", **given, **plan)
    assert case.state == "deferred"
    card = text_of(curator, "case-detail", case.number)
    assert "Купить трубу" in card
    later = day + timedelta(days=5)
    do(curator, case, "move_promise", promised_date=later.isoformat(), reason="Нет трубы")
    assert case.promised_date == later
    zone = district.municipality.zone
    before = datetime(later.year, later.month, later.day, 23, 59, tzinfo=zone)
    assert watch_all(before) == {"reminded": 1}
    assert watch_all(before + timedelta(minutes=2)) == {"returned": 1}
    assert watch_all(before + timedelta(minutes=2)) == {}
    case.refresh_from_db()
    assert case.state == "in_progress"
    card = text_of(curator, "case-detail", case.number)
    assert [p.state for p in case.promises.order_by("pk")] == ["moved", "broken"]
    assert case.clocks.filter(kind="final_reply", cancelled_at=None).exists()
    query = {"from": today.isoformat(), "to": (later + timedelta(days=1)).isoformat()}
    with patch("django.utils.timezone.now", return_value=before + timedelta(days=1)):
        curator = logged_in(district.people["curator"])
        figures = text_of(curator, "satisfaction", **query)
        assert "what=broken" in figures
        asked = {**query, "what": "broken", "key": str(district.council.pk)}
        assert case.number in text_of(curator, "satisfaction-cases", **asked)
        assert case.number in text_of(curator, "satisfaction-cases", **(asked | {"what": "moved"}))


def test_the_invitation_is_the_municipalitys_own_and_none_for_a_refusal(
    district: District, curator: Client
) -> None:
    Municipality.objects.update(rating_invitation="Оцените нас: {link} Спасибо!")
    answer = answered_case(district, sent_at=timezone.now())
    page = text_of(curator, "case-detail", answer.case.number)
    assert re.search(r"Оцените нас: http://testserver/r/\S+ Спасибо!", page)
    Case.objects.filter(pk=answer.case_id).update(resolution="refused")
    assert "Оцените нас" not in text_of(curator, "case-detail", answer.case.number)


def test_a_link_is_revoked_by_who_may_send_and_by_nobody_else(
    district: District, curator: Client
) -> None:
    answer = answered_case(district, sent_at=timezone.now())
    address = reverse("rating-link-revoke", args=[answer.pk])
    abroad = logged_in(build_district("stepnoe").people["curator"])
    assert abroad.post(address).status_code == 404
    for login, status in (("executor", 403), ("lead", 403), ("im", 403)):
        assert logged_in(district.people[login]).post(address).status_code == status, login
    assert not RevokedLink.objects.exists()
    assert curator.get(address).status_code == 405
    assert curator.post(address).status_code == 302
    assert RevokedLink.objects.get().answer == answer


def test_low_ratings_are_worked_on_within_reach(district: District, curator: Client) -> None:
    answer = answered_case(district, sent_at=timezone.now())
    link = link_in(text_of(curator, "case-detail", answer.case.number))
    Client().post(link, {"value": 3, "comment": "Звоните 8 913 123-45-67"})
    rating = answer.case.ratings.get()
    address = reverse("feedback-work", args=[rating.pk])
    abroad = logged_in(build_district("stepnoe").people["curator"])
    assert abroad.post(address, {"what": "чужое"}).status_code == 404
    assert logged_in(district.people["executor"]).post(address, {"what": "я"}).status_code == 403
    assert logged_in(district.people["head"]).get(reverse("feedback-low")).status_code == 403
    assert answer.case.number in text_of(curator, "feedback-low")
    curator.post(address, {"what": " "})
    assert not Event.objects.filter(name="case.rating_worked").exists()
    curator.post(address, {"what": "Позвонили, объяснили"})
    curator.post(address, {"what": "Второй раз"})
    assert answer.case.number not in text_of(curator, "feedback-low")
    (event,) = Event.objects.filter(name="case.rating_worked")
    assert event.details == {"note": "Позвонили, объяснили"}


def test_the_head_sees_words_of_citizens_masked(district: District) -> None:
    answer = answered_case(district, sent_at=timezone.now())
    curator = logged_in(district.people["curator"])
    link = link_in(text_of(curator, "case-detail", answer.case.number))
    Client().post(link, {"value": 1, "comment": "Звоните 8 913 123-45-67"})
    assert "913 123-45-67" in text_of(curator, "feedback")
    head = text_of(logged_in(district.people["head"]), "feedback")
    assert "Звоните" in head
    assert "123-45-67" not in head


def test_an_applicant_is_called_and_rates(district: District, curator: Client) -> None:
    Municipality.objects.update(callback_percent=100)
    answer = answered_case(district, sent_at=timezone.now(), applicant_name="Луговая Вера")
    Case.objects.filter(pk=answer.case_id).update(received_at=timezone.now())
    case = answer.case
    address = reverse("feedback-call", args=[case.number])
    assert case.number in text_of(curator, "feedback-calls")
    assert "8 913 000-00-00" not in text_of(curator, "feedback-calls")
    assert "8 913 000-00-00" in text_of(curator, "feedback-call", case.number)
    assert PersonalDataLook.objects.filter(page="feedback-call").exists()
    for bad in ({}, {"outcome": "rated"}, {"outcome": "later"}, {"outcome": "?"}):
        assert curator.post(address, bad).status_code == 200
    past = {"outcome": "later", "call_again_at": "2020-01-01T10:00"}
    assert curator.post(address, past).status_code == 200
    assert not case.calls.exists()
    assert curator.post(address, {"outcome": "no_answer"}).status_code == 302
    assert curator.post(address, {"outcome": "rated", "value": 1}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.calls.count()) == ("assigned", 2)
    assert curator.get(address).status_code == 302
    executor = logged_in(district.people["executor"])
    assert executor.get(address).status_code == 403
    abroad = logged_in(build_district("stepnoe").people["curator"])
    assert abroad.get(address).status_code == 404


def test_every_number_opens_to_its_cases(district: District, curator: Client) -> None:
    sent_at = timezone.now() - timedelta(days=2)
    for number, value in (("О-1", 5), ("О-2", 2), ("О-3", 3), ("О-4", None)):
        answer = answered_case(district, number, sent_at=sent_at)
        if value:
            link = link_in(text_of(curator, "case-detail", answer.case.number))
            Client().post(link, {"value": value})
    page = text_of(curator, "satisfaction")
    links = dict.fromkeys(re.findall(r'href="(/reports/satisfaction/cases/[^"]+)">(\d+)<', page))
    assert len(links) > 10
    for address, number in links:
        listed = unescape(curator.get(address).content.decode())
        assert listed.count("<tr data-row>") == int(number), address
    assert "мало данных" in page


def test_figures_of_another_municipality_stay_there(district: District) -> None:
    answered_case(district, sent_at=timezone.now())
    abroad = logged_in(build_district("stepnoe").people["curator"])
    assert "what=rated" not in text_of(abroad, "satisfaction").split("</table>", 1)[1]
    listed = text_of(abroad, "satisfaction-cases", what="answered")
    assert "О-1" not in listed
    observer = logged_in(district.people["observer"])
    assert "О-1" not in text_of(observer, "satisfaction")
    assert observer.get(reverse("satisfaction-cases"), {"what": "answered"}).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {"from": "x", "to": "9999-99-99"},
        {"from": "2026-12-01", "to": "2026-01-01"},
        {"from": "0001-01-01", "to": "2100-01-01"},
    ],
)
def test_nonsense_in_the_address_shows_the_usual_days(
    district: District, curator: Client, query: dict[str, str]
) -> None:
    assert text_of(curator, "satisfaction", **query)


@pytest.mark.parametrize("what", ["", "all", "__class__", "reason"])
def test_an_unknown_number_has_no_cases(district: District, curator: Client, what: str) -> None:
    asked = {"what": what, "by": "x", "key": "'"}
    page = curator.get(reverse("satisfaction-cases"), asked)
    assert page.status_code == (200 if what == "reason" else 404)


def test_a_case_a_colleague_may_not_see_is_only_counted(district: District) -> None:
    answered_case(district, "О-1", sent_at=timezone.now(), recipient=district.school, block=None)
    lead = logged_in(district.people["lead"])
    listed = text_of(lead, "satisfaction-cases", what="answered")
    assert "О-1" not in listed
    assert Answer.objects.count() == 1
