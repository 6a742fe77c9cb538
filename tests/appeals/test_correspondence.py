"""Ending the correspondence with an author, what later appeals show of it, and lifting it."""

from typing import Any

import pytest
from django.urls import reverse

from otklik.appeals.correspondence import answered_before, ends_against
from otklik.appeals.deeds import (
    Author,
    EndedAlready,
    NotAnAppeal,
    NotAnsweredRepeatedly,
    TooManyAuthors,
    describe_appeal,
    end_correspondence,
    lift_correspondence_end,
    name_authors,
)
from otklik.cases.models import Case
from otklik.cases.queries.access import NotAllowed
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import logged_in, make_case

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"question": "Ремонт моста", "reason": "новых доводов нет"}


@pytest.fixture
def district() -> District:
    return build_district()


def an_appeal(district: District, number: str, **fields: Any) -> Case:
    appeal = {"kind": "appeal", "channel": "paper", "topic": district.snow}
    return make_case(district, number=number, **(appeal | fields))


def answered(district: District, number: str, **fields: Any) -> Case:
    ended = {"state": "answered", "resolution": "explained"}
    return an_appeal(district, number, **(ended | fields))


def doing(district: District, login: str = "head") -> dict[str, Any]:
    return {"grants": district.grants(login), "at": NOW}


def test_it_works(district: District) -> None:
    for number in ("1", "2"):
        answered(district, number)
    case = an_appeal(district, "3")
    end_correspondence(case=case, **WHY, **doing(district))
    later = an_appeal(district, "4", applicant_name="луговая вера  Ильинична")
    grants = district.grants("curator")
    assert [one.case for one in ends_against(later, grants)] == [case]
    page = logged_in(district.people["curator"])
    html = page.get(reverse("case-detail", args=["4"])).content.decode()
    assert "Ремонт моста" in html
    lift_correspondence_end(case=case, reason="новые доводы", **doing(district))
    assert ends_against(later, grants) == []
    with pytest.raises(EndedAlready):
        lift_correspondence_end(case=case, reason="ещё раз", **doing(district))


def test_answers_of_others_and_on_other_topics_do_not_count(district: District) -> None:
    answered(district, "1")
    answered(district, "2", applicant_name="Степной Пётр")
    answered(district, "3", topic=district.dogs)
    answered(district, "4", resolution="transferred", state="transferred")
    answered(district, "5", kind="message")
    case = an_appeal(district, "6")
    assert answered_before(case).count() == 1
    with pytest.raises(NotAnsweredRepeatedly):
        end_correspondence(case=case, **WHY, **doing(district))
    end_correspondence(case=case, **WHY, is_answered_elsewhere=True, **doing(district))
    with pytest.raises(EndedAlready):
        end_correspondence(case=case, **WHY, is_answered_elsewhere=True, **doing(district))


def test_a_namesake_at_another_address_is_another_author(district: District) -> None:
    case = an_appeal(district, "1", applicant_address="ул. Ленина, 1")
    end_correspondence(case=case, **WHY, is_answered_elsewhere=True, **doing(district))
    grants = district.grants("curator")
    there = an_appeal(district, "2", applicant_address="ул. Мира, 5")
    here = an_appeal(district, "3", applicant_address="ул. ленина 1")
    unknown = an_appeal(district, "4", applicant_address="")
    nameless = an_appeal(district, "5", applicant_name="")
    shown = [bool(ends_against(one, grants)) for one in (there, here, unknown, nameless)]
    assert shown == [False, True, True, False]


def test_the_decision_is_not_a_coordinators(district: District) -> None:
    case = an_appeal(district, "1")
    with pytest.raises(NotAllowed):
        end_correspondence(case=case, **WHY, is_answered_elsewhere=True, **doing(district, "pos"))


def test_the_register_of_decisions_hides_names_and_other_bodies(district: District) -> None:
    case = an_appeal(district, "1", recipient=district.council, block=district.block)
    end_correspondence(case=case, **WHY, is_answered_elsewhere=True, **doing(district))
    shown = {
        login: logged_in(district.people[login]).get(reverse("correspondence")).content.decode()
        for login in ("curator", "head", "executor", "teacher")
    }
    assert {login: "Луговая" in html for login, html in shown.items()} == {
        "curator": True,
        "head": False,
        "executor": True,
        "teacher": False,
    }
    assert "Ремонт моста" not in shown["teacher"]
    other = build_district("gorsk")
    html = logged_in(other.people["curator"]).get(reverse("correspondence")).content.decode()
    assert "Ремонт моста" not in html


def test_authors_are_kept_and_make_the_appeal_collective(district: District) -> None:
    case = an_appeal(district, "1")
    authors = [Author("Степной Пётр", "с. Луговое", is_contact=True), Author("  "), Author("Ива")]
    named = name_authors(case=case, authors=authors, **doing(district, "curator"))
    assert named.is_collective
    assert case.co_authors.count() == 2
    with pytest.raises(TooManyAuthors):
        many = [Author(f"Автор {n}") for n in range(501)]
        name_authors(case=case, authors=many, **doing(district, "curator"))
    assert not name_authors(case=case, authors=[], **doing(district, "curator")).is_collective


def test_what_was_passed_on_is_not_direct(district: District) -> None:
    case = an_appeal(district, "1")
    describe_appeal(
        case=case,
        form="written",
        upper_body="Правительство",
        upper_number="А26-05-84857211-СО1",
        **doing(district, "curator"),
    )
    case.refresh_from_db()
    assert not case.appeal_details.is_direct
    message = make_case(district, number="9", kind="message")
    with pytest.raises(NotAnAppeal):
        describe_appeal(case=message, form="written", **doing(district, "curator"))
