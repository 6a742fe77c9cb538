"""Deeds done on the card: forms, refusals in words, pages that have gone stale."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case, Problem
from otklik.registry.models import Territory
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import add_answer, logged_in, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


@pytest.fixture
def curator(district: District) -> Client:
    return logged_in(district.people["curator"])


def do(client: Client, case: Case, deed: str, **data: object) -> HttpResponse:
    response: HttpResponse = client.post(
        reverse("case-deed", args=[case.number, deed]), data, follow=True
    )
    case.refresh_from_db()
    return response


def test_a_message_goes_all_the_way_to_the_rating(district: District, curator: Client) -> None:
    case = make_case(district)
    executor = logged_in(district.people["executor"])
    do(curator, case, "assign", recipient=district.council.pk)
    do(executor, case, "draft_answer", kind="final", text="Снег убран.")
    do(executor, case, "submit_answer", version=1)
    do(curator, case, "return_answer", version=1, remark="когда?")
    do(executor, case, "draft_answer", version=1, kind="final", text="Снег убран 20 ноября.")
    do(executor, case, "submit_answer", version=2)
    do(curator, case, "approve_answer", version=2)
    do(curator, case, "send_answer", version=2, resolution="solved")
    do(curator, case, "rate", value=5, source="phone")
    do(curator, case, "close")
    assert (case.state, case.resolution, case.rating) == ("closed", "solved", 5)


def test_every_form_the_card_offers_opens(district: District, curator: Client) -> None:
    for number, state in enumerate(("registered", "assigned", "in_review", "answered", "closed")):
        case = make_case(district, f"2026-{number}", state=state, recipient=district.council)
        if state == "in_review":
            add_answer(case, "in_review")
        page = curator.get(reverse("case-detail", args=[case.number])).content.decode()
        offered = set(page.split(f"/cases/{case.number}/do/")[1:])
        assert offered
        for rest in offered:
            name = rest.split("/", 1)[0]
            answer = curator.get(reverse("case-deed", args=[case.number, name]))
            assert answer.status_code == 200, name


def test_htmx_gets_the_panel_alone(district: District, curator: Client) -> None:
    case = make_case(district)
    address = reverse("case-deed", args=[case.number, "write_note"])
    answer = curator.get(address, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert 'id="deed"' in answer.content.decode()


def test_a_stale_page_does_no_harm(district: District, curator: Client) -> None:
    case = make_case(district, state="answered")
    page = do(curator, case, "draft_answer", kind="final", text="поздно")
    assert page.redirect_chain
    assert "alert-danger" in page.content.decode()
    assert not case.answers.exists()


def test_a_newer_version_is_not_approved_unread(district: District, curator: Client) -> None:
    case = make_case(district, state="in_review")
    add_answer(case, "returned", text="первый")
    add_answer(case, "in_review", text="второй")
    do(curator, case, "approve_answer", version=1)
    assert case.state == "in_review"


def test_a_draft_over_a_colleagues_draft_is_kept_on_the_page(
    district: District, curator: Client
) -> None:
    case = make_case(district, state="assigned", recipient=district.council)
    do(curator, case, "draft_answer", kind="final", text="Первый ответ коллеги")
    page = do(curator, case, "draft_answer", kind="final", text="Мой ответ")
    shown = page.content.decode()
    assert "более новая версия" in shown
    assert "Мой ответ" in shown
    assert "Первый ответ коллеги" in shown
    version = shown.split('name="version" value="', 1)[1].split('"', 1)[0]
    do(curator, case, "draft_answer", kind="final", text="Мой ответ", version=version)
    assert case.answers.count() == 2


def test_what_was_typed_stays_when_the_deed_is_refused(district: District, curator: Client) -> None:
    case = make_case(district, state="assigned", recipient=district.council)
    page = do(curator, case, "extend", days=300, reason="ждём грейдер", notice="письмом")
    assert "ждём грейдер" in page.content.decode()
    assert not case.clocks.filter(times_extended__gt=0).exists()


def test_a_street_of_another_place_is_refused(district: District, curator: Client) -> None:
    case = make_case(district)
    page = do(curator, case, "locate", settlement="", street=district.street.pk)
    assert case.street is None
    assert "alert-danger" in page.content.decode()


def test_a_new_problem_takes_the_case_in(district: District, curator: Client) -> None:
    case = make_case(district, topic=district.snow, settlement=district.settlement)
    do(curator, case, "join_problem", title="Снег в Луговом")
    problem = Problem.objects.get()
    assert case.problem == problem
    assert (problem.topic, problem.territory) == (district.snow, district.settlement)
    other = make_case(district, "2026-00002")
    do(curator, other, "join_problem", problem=problem.pk)
    assert other.problem == problem


def test_a_problem_wants_one_of_both(district: District, curator: Client) -> None:
    case = make_case(district)
    assert "alert-danger" in do(curator, case, "join_problem").content.decode()
    assert not Problem.objects.exists()


def test_a_repeat_of_an_unseen_case_is_not_found(district: District) -> None:
    page_editor = logged_in(district.people["pos"])
    elsewhere = make_case(build_district("stepnoe"), "2026-00009")
    case = make_case(district)
    do(page_editor, case, "mark_repeat", repeat_kind="repeated", repeat_of=elsewhere.number)
    assert case.repeat_of is None


def test_a_lead_who_gives_a_case_away_comes_to_the_list(district: District) -> None:
    case = make_case(district, recipient=district.council, block=district.block)
    lead = logged_in(district.people["lead"])
    address = reverse("case-deed", args=[case.number, "assign"])
    answer = lead.post(address, {"recipient": district.school.pk})
    assert answer["Location"] == reverse("inbox")


def test_topics_are_found_by_what_people_say(district: District, curator: Client) -> None:
    case = make_case(district)
    address = reverse("case-topics", args=[case.number])
    for query in ("сугроб", "уборку снега", "наледь", "сугр"):
        assert district.snow.name in curator.get(address, {"q": query}).content.decode(), query
    assert district.snow.name not in curator.get(address, {"q": "собака"}).content.decode()
    assert curator.get(address, {"q": "<i>нет"}).status_code == 200


def test_streets_and_people_follow_the_choice_above(district: District, curator: Client) -> None:
    case = make_case(district)
    streets = reverse("case-streets", args=[case.number])
    there = curator.get(streets, {"settlement": district.settlement.pk}).content.decode()
    assert "Ленина" in there
    assert "Ленина" not in curator.get(streets, {"settlement": "x"}).content.decode()
    people = reverse("case-executors", args=[case.number])
    found = curator.get(people, {"recipient": district.council.pk}).content.decode()
    assert "Executor" in found
    assert "Teacher" not in found


def test_an_unknown_deed_is_not_there(district: District, curator: Client) -> None:
    case = make_case(district)
    address = reverse("case-deed", args=[case.number, "burn"])
    assert curator.get(address).status_code == 404


def test_what_others_are_competent_for_is_offered_to_be_transferred(
    district: District, curator: Client
) -> None:
    proposed = {"by": "machine", "code": district.network.code, "confidence": 1.0, "reasons": []}
    case = make_case(district, state="registered", decisions={"transfer": proposed})
    page = curator.get(reverse("case-detail", args=[case.number]))
    assert page.context["deed"].name == "transfer"
    assert page.context["form"]["organisation"].value() == district.network.pk
    do(curator, case, "transfer", organisation=district.network.pk, reason="Электросети региона")
    assert case.state == "transferred"


def test_one_click_tells_which_of_the_places_alike_is_meant(
    district: District, curator: Client
) -> None:
    far = Territory.objects.create(
        municipality=district.municipality, code="t-far", kind="settlement", name="Дальнее"
    )
    street = Territory.objects.create(
        municipality=district.municipality,
        code="t-far-lenina",
        kind="street",
        type_label="ул",
        name="Ленина",
        parent=far,
    )
    asked = {"by": "machine", "code": district.street.code, "confidence": 0.2, "reasons": []}
    asked["others"] = [[street.code, 0.2]]
    case = make_case(district, house="5", place_text="Ленина, 5", decisions={"place": asked})
    page = curator.get(reverse("case-detail", args=[case.number])).content.decode()
    for place in (district.street, street):
        assert re.search(rf'name="place" value="{place.pk}">[^<]*, ул. Ленина', page)
    do(curator, case, "locate", place=street.pk)
    assert (case.settlement, case.street, case.house) == (far, street, "5")
    assert case.place_text == "Ленина, 5"
    page = curator.get(reverse("case-detail", args=[case.number])).content.decode()
    assert 'name="place" value' not in page


def test_a_place_that_has_ended_stays_when_the_house_is_corrected(
    district: District, curator: Client
) -> None:
    street = district.street
    street.valid_until = NOW.date() - timedelta(days=10)
    street.save()
    case = make_case(district, settlement=district.settlement, street=street, house="5")
    form = curator.get(reverse("case-deed", args=[case.number, "locate"])).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    do(curator, case, "locate", **(typed | {"house": "7"}))
    assert (case.street, case.house) == (street, "7")
