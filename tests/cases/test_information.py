"""Requests for information: who is asked, what he sees, when it is due, and what is refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from otklik.cases.models import Case, Event, InformationRequest
from otklik.cases.operations.ask_information import (
    NobodyHereToAsk,
    ShownWithoutReason,
    TermOfRequestOutOfBounds,
    ask_information,
)
from otklik.cases.operations.cancel_information_request import cancel_information_request
from otklik.cases.operations.give_information import give_information
from otklik.cases.queries.access import NotAllowed
from otklik.cases.queries.information import asked_of, waited_for
from otklik.cases.states import RequestNotOpen, StepIncomplete
from otklik.registry.models import Substitution
from tests.district import NOW, TODAY, ZONE, District, build_district

Ask = Callable[..., InformationRequest]


@pytest.fixture
def ask(district: District, phone_call: Callable[..., Case]) -> Ask:
    """Ask the school about a case of the council."""
    case = phone_call()

    def asked(at: datetime = NOW, who: str = "curator", **given: object) -> InformationRequest:
        values: dict[str, object] = {"question": "Чья это дорога?"} | given
        if "person" not in values:
            values.setdefault("organisation", district.school)
        ask_information(case=case, grants=district.grants(who), at=at, **values)  # type: ignore[arg-type]
        return InformationRequest.objects.latest("pk")

    return asked


def of(district: District, login: str, on: date = TODAY) -> list[InformationRequest]:
    return list(asked_of(district.grants(login, on), district.municipality, on))


@pytest.mark.parametrize(
    ("asked_at", "due_date"),
    [
        (datetime(2026, 10, 12, 10, tzinfo=ZONE), date(2026, 10, 27)),
        # The fifteenth day is a Saturday: the rule of the municipality brings it back to Friday.
        (datetime(2026, 10, 16, 10, tzinfo=ZONE), date(2026, 10, 30)),
        # Into the holidays of the New Year.
        (datetime(2026, 12, 21, 10, tzinfo=ZONE), date(2026, 12, 30)),
    ],
)
def test_the_term_is_fifteen_days_of_the_law(ask: Ask, asked_at: datetime, due_date: date) -> None:
    assert ask(asked_at).due_at.astimezone(ZONE).date() == due_date


def test_the_municipality_may_count_working_days(district: District, ask: Ask) -> None:
    district.municipality.information_unit = "working_days"
    district.municipality.information_days = 3
    district.municipality.save()
    asked = ask(datetime(2026, 11, 2, 10, tzinfo=ZONE))
    assert asked.due_at.astimezone(ZONE).date() == date(2026, 11, 6)


def test_only_those_asked_have_the_request(district: District, ask: Ask) -> None:
    request = ask()
    assert of(district, "teacher") == [request]
    assert of(district, "executor") == of(district, "stranger") == of(district, "head") == []
    assert of(district, "observer") == of(district, "auditor") == []


def test_a_person_asked_needs_no_role_in_the_case(district: District, ask: Ask) -> None:
    request = ask(person=district.people["head"])
    assert of(district, "head") == [request]
    case = give_information(request=request, grants=district.grants("head"), at=NOW, reply="Наша.")
    request.refresh_from_db()
    assert (request.reply, request.answered_by) == ("Наша.", district.people["head"])
    assert Event.objects.filter(case_id=case.pk, name="case.give_information").count() == 1


def test_a_substitute_answers_for_the_absent(district: District, ask: Ask) -> None:
    request = ask(person=district.people["head"])
    Substitution.objects.create(
        absent=district.people["head"],
        substitute=district.people["teacher"],
        from_date=TODAY,
        until_date=TODAY,
    )
    assert of(district, "teacher") == [request]
    assert of(district, "teacher", TODAY + timedelta(days=1)) == []


def test_who_is_not_asked_answers_nothing(district: District, ask: Ask) -> None:
    request = ask()
    for login in ("observer", "head", "stranger", "auditor"):
        with pytest.raises(NotAllowed):
            give_information(request=request, grants=district.grants(login), at=NOW, reply="да")
    abroad = build_district("stepnoe")
    with pytest.raises(NotAllowed):
        give_information(request=request, grants=abroad.grants("curator"), at=NOW, reply="да")
    request.refresh_from_db()
    assert request.is_open


def test_who_asks_writes_down_what_a_body_outside_told(district: District, ask: Ask) -> None:
    request = ask(organisation=district.network)
    give_information(request=request, grants=district.grants("curator"), at=NOW, reply="По почте.")
    request.refresh_from_db()
    assert not request.is_open


def test_a_request_is_answered_once(district: District, ask: Ask) -> None:
    request, grants = ask(), district.grants("teacher")
    give_information(request=request, grants=grants, at=NOW, reply="Наша.")
    with pytest.raises(RequestNotOpen):
        give_information(request=request, grants=grants, at=NOW, reply="Не наша.")
    with pytest.raises(RequestNotOpen):
        cancel_information_request(request=request, grants=district.grants("curator"), at=NOW)
    request.refresh_from_db()
    assert request.reply == "Наша."


def test_a_cancelled_request_is_gone_for_those_asked(district: District, ask: Ask) -> None:
    request = ask()
    cancel_information_request(request=request, grants=district.grants("curator"), at=NOW)
    assert of(district, "teacher") == []
    with pytest.raises(NotAllowed):
        give_information(request=request, grants=district.grants("teacher"), at=NOW, reply="да")


def test_the_applicant_is_shown_only_with_a_reason(district: District, ask: Ask) -> None:
    for reason in ("", "   "):
        with pytest.raises(ShownWithoutReason):
            ask(shown="personal", shown_reason=reason)
    request = ask(shown="personal", shown_reason="Нужно выйти по адресу")
    assert request.shown == "personal"
    # A reason without the mark is not kept: nothing is shown by it.
    assert ask(shown="text", shown_reason="лишнее").shown_reason == ""


def test_nobody_elsewhere_is_asked(district: District, ask: Ask) -> None:
    abroad = build_district("stepnoe")
    for given in (
        {"organisation": abroad.school},
        {"organisation": None},
        {"person": abroad.people["executor"]},
        {"person": district.people["stranger"]},
        {"person": district.people["head"], "organisation": district.school},
    ):
        with pytest.raises(NobodyHereToAsk):
            ask(**given)
    assert not InformationRequest.objects.exists()


def test_a_term_out_of_bounds_and_a_blank_question_are_refused(ask: Ask) -> None:
    for days in (0, -1, 61):
        with pytest.raises(TermOfRequestOutOfBounds):
            ask(days=days)
    with pytest.raises(StepIncomplete):
        ask(question="  ")


def test_who_may_ask_in_the_case_waits_for_it(district: District, ask: Ask) -> None:
    request = ask()
    seen = {
        login: list(waited_for(district.grants(login), district.municipality))
        for login in ("curator", "pos", "im", "lead", "executor", "teacher", "head")
    }
    assert {login for login, rows in seen.items() if rows == [request]} == {
        "curator",
        "pos",
        "lead",
        "executor",
    }


def test_asking_and_answering_leave_the_clocks_alone(district: District, ask: Ask) -> None:
    request = ask()
    before = list(request.case.clocks.values_list("kind", "due_at", "met_at", "cancelled_at"))
    assert before
    give_information(request=request, grants=district.grants("teacher"), at=NOW, reply="Наша.")
    after = list(request.case.clocks.values_list("kind", "due_at", "met_at", "cancelled_at"))
    assert before == after
