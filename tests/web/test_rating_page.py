"""The page behind the link under an answer: for anybody, small, and silent about the rest."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Answer, Case, Event, Rating
from otklik.registry.models import Person, RatingReason, SurveyQuestion
from otklik.satisfaction.deeds import revoke_link
from otklik.satisfaction.links import token_of
from otklik.satisfaction.models import Feedback
from otklik.web.portal.rating import limits
from tests.district import District, build_district
from tests.house.tree import PACKAGE
from tests.satisfaction.answered import answered_case
from tests.web.cases_at_hand import logged_in

pytestmark = pytest.mark.django_db
LIMIT = 30 * 1024


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    cache.clear()


@pytest.fixture
def district() -> District:
    return build_district()


@pytest.fixture
def answer(district: District) -> Answer:
    return answered_case(district, sent_at=timezone.now() - timedelta(hours=1))


def page_of(answer: Answer, client: Client | None = None, **query: str) -> HttpResponse:
    response: HttpResponse = (client or Client()).get(address(answer), query)
    return response


def address(answer: Answer) -> str:
    return reverse("rating", args=[token_of(answer)])


def send(answer: Answer, **data: object) -> HttpResponse:
    response: HttpResponse = Client(enforce_csrf_checks=True).post(address(answer), data)
    return response


def test_it_works_without_login_and_leaves_no_cookie(answer: Answer) -> None:
    page = page_of(answer)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Снег убран." in text
    assert page.cookies.keys() == set()
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex, nofollow"' in text
    assert "<script" not in text


def test_the_page_names_nobody_and_shows_nothing_of_the_desk(answer: Answer) -> None:
    case = answer.case
    Case.objects.filter(pk=case.pk).update(
        applicant_name="Луговая Вера Ильинична", text="Тайное обращение"
    )
    words = "Уважаемая Луговая Вера Ильинична! Снег убран. Тел. 8 913 123-45-67."
    Answer.objects.filter(pk=answer.pk).update(text=words)
    text = page_of(answer, logged_in(Person.objects.get(login="lugovsk-curator"))).content.decode()
    assert "Снег убран." in text
    for secret in ("Луговая Вера", "913 123", case.number, "Тайное", "desk", "/cases/", "Executor"):
        assert secret not in text, secret


def test_the_page_with_its_style_weighs_little(answer: Answer) -> None:
    for number in range(12):
        RatingReason.objects.create(code=f"r{number}", name=f"Причина недовольства {number}")
    for number in range(4):
        SurveyQuestion.objects.create(code=f"q{number}", text=f"Вопрос {number}?")
    Answer.objects.filter(pk=answer.pk).update(text="Снег убран по всей улице. " * 80)
    dist = Path(PACKAGE) / "web" / "static" / "otklik" / "dist"
    sheet = (dist / "portal.css").stat().st_size + (dist / "favicon.svg").stat().st_size
    assert len(page_of(answer).content) + sheet < LIMIT


def test_a_citizen_rates_with_a_reason_and_is_thanked(answer: Answer) -> None:
    why = RatingReason.objects.create(code="formal", name="Отписка")
    asked = SurveyQuestion.objects.create(code="solved", text="Решено?")
    page = page_of(answer).content.decode()
    assert "Отписка" in page
    assert "Решено?" in page
    data = {"value": 2, "reason": why.pk, "comment": "<b>Плохо</b>", f"q{asked.pk}": "no"}
    done = send(answer, **data)
    assert (done.status_code, done["Location"]) == (303, address(answer))
    assert done["Cache-Control"] == "no-store, private"
    thanks = page_of(answer).content.decode()
    assert "2 из 5" in thanks
    assert "<form" not in thanks
    feedback = Feedback.objects.get()
    assert (feedback.reason, feedback.rating.comment) == (why, "<b>Плохо</b>")
    assert Case.objects.get(pk=answer.case_id).state == "assigned"


def test_a_good_rating_needs_no_reason_and_may_be_changed(answer: Answer) -> None:
    why = RatingReason.objects.create(code="formal", name="Отписка")
    send(answer, value=4, reason=why.pk)
    assert Feedback.objects.get().reason is None
    assert "?change" in page_of(answer).content.decode()
    form = page_of(answer, change="").content.decode()
    assert 'value="4"' in form
    assert form.index("checked") > form.index('value="4"')
    send(answer, value=5)
    assert Rating.objects.get().value == 5


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"value": ""},
        {"value": "6"},
        {"value": "пять"},
        {"value": "5", "comment": "я" * 2001},
        {"value": "1", "reason": "99999"},
        {"value": "1", "reason": "'; DROP TABLE"},
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(answer: Answer, data: dict[str, str]) -> None:
    page = send(answer, **data)
    assert page.status_code == 422
    assert "error" in page.content.decode()
    assert not Rating.objects.exists()


def test_a_reason_of_another_municipality_is_none_here(answer: Answer) -> None:
    elsewhere = build_district("stepnoe").municipality
    why = RatingReason.objects.create(code="theirs", name="Чужая", municipality=elsewhere)
    assert "Чужая" not in page_of(answer).content.decode()
    assert send(answer, value=1, reason=why.pk).status_code == 422


def test_a_program_is_thanked_and_not_believed(answer: Answer) -> None:
    page = send(answer, value=1, website="http://spam.example")
    assert page.status_code == 200
    assert not Rating.objects.exists()


def test_unknown_expired_and_revoked_links_get_the_same_answer(district: District) -> None:
    now = timezone.now()
    expired = answered_case(district, "О-2", sent_at=now - timedelta(days=60))
    revoked = answered_case(district, "О-3", sent_at=now)
    revoke_link(answer=revoked, grants=district.grants("curator", now.date()), at=now)
    refused = answered_case(district, "О-4", sent_at=now, resolution="refused")
    unknown = reverse("rating", args=["1-aaaaaaaaaaaaaaaaaaaaaaaa"])
    pages = [Client().get(unknown), *(page_of(one) for one in (expired, revoked, refused))]
    pages += [Client().post(unknown, {"value": 5}), send(revoked, value=5)]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert len({tuple(sorted(page.headers.items())) for page in pages}) == 1


def test_too_many_posts_and_misses_are_stopped_and_a_good_link_is_not(answer: Answer) -> None:
    for _n in range(limits.MISSES):
        assert Client().get("/r/nothing/").status_code == 404
    assert Client().get("/r/nothing/").status_code == 429
    assert page_of(answer).status_code == 200
    for _n in range(limits.POSTS):
        assert send(answer, value=5).status_code == 303
    assert send(answer, value=5).status_code == 429
    assert (Rating.objects.count(), Event.objects.count()) == (1, 1)


def test_a_person_without_a_role_may_rate_like_anybody(district: District, answer: Answer) -> None:
    assert page_of(answer, logged_in(district.people["stranger"])).status_code == 200


def test_other_methods_are_refused(answer: Answer) -> None:
    for method in ("put", "delete", "patch"):
        assert getattr(Client(), method)(address(answer)).status_code == 405
