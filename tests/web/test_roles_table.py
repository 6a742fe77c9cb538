"""Who may do what, and how far: every role, every deed of the table, inside and outside."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from otklik.cases import states
from otklik.cases.models import Case, Event, InformationRequest, Problem
from otklik.cases.operations.acknowledge_flag import acknowledge_flag
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.ask_extension import ask_extension
from otklik.cases.operations.ask_information import ask_information
from otklik.cases.operations.ask_promise_move import ask_promise_move
from otklik.cases.operations.assign import assign
from otklik.cases.operations.cancel_information_request import cancel_information_request
from otklik.cases.operations.check_quality import check_quality
from otklik.cases.operations.classify import classify
from otklik.cases.operations.clear_flag import clear_flag
from otklik.cases.operations.close import close
from otklik.cases.operations.defer import defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.extend import extend
from otklik.cases.operations.give_information import give_information
from otklik.cases.operations.join_problem import join_problem
from otklik.cases.operations.leave_problem import leave_problem
from otklik.cases.operations.leave_without_answer import leave_without_answer
from otklik.cases.operations.locate import locate
from otklik.cases.operations.mark_repeat import mark_repeat
from otklik.cases.operations.move_promise import move_promise
from otklik.cases.operations.put_on_control import put_on_control
from otklik.cases.operations.rate import rate
from otklik.cases.operations.remove_from_control import remove_from_control
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.resume import resume
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.show_proof import show_proof
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.transfer import transfer
from otklik.cases.operations.write_note import write_note
from otklik.cases.queries.access import NotAllowed
from otklik.registry.grants import grants_of
from otklik.registry.models import Organisation, Person, QualityItem, RoleAssignment
from otklik.registry.models.people import Role
from otklik.web.desk.case.interaction_forms import give_or_cancel, hand_over_one
from tests.district import District, build_district
from tests.web.cases_at_hand import add_answer, logged_in, make_case

DONE, FORBIDDEN, UNSEEN = 302, 403, 404

DEEDS = (
    "classify",
    "locate",
    "assign",
    "draft_answer",
    "submit_answer",
    "return_answer",
    "approve_answer",
    "send_final_answer",
    "send_interim_answer",
    "check_quality",
    "extend",
    "ask_extension",
    "transfer",
    "defer",
    "resume",
    "ask_promise_move",
    "move_promise",
    "show_proof",
    "leave_without_answer",
    "rate",
    "reopen",
    "close",
    "acknowledge_flag",
    "clear_flag",
    "put_on_control",
    "remove_from_control",
    "mark_repeat",
    "join_problem",
    "leave_problem",
    "write_note",
    "hand_over",
    "ask_information",
    "give_information",
    "cancel_information_request",
)
# Only who has just assigned may take it back: tests/cases/test_taking_back.py.
COORDINATION = frozenset(DEEDS) - {
    "return_answer",
    "approve_answer",
    "move_promise",
    "check_quality",
}
# Deeds with files have a page of their own: tests/cases/test_attachments.py, test_files.py.
WITH_FILES = {
    f"{verb}{of}"
    for verb, answer in (("attach", "_to_answer"), ("detach", "_from_answer"))
    for of in ("", "_received", answer)
}
# What only appeals know: tests/web/test_appeal_roles.py.
TESTED_ELSEWHERE = {
    "take_back_assignment",
    # A button of its own: tests/web/test_rules_pages.py.
    "send_receipt",
    "add_question",
    "edit_question",
    "split_question",
    "remove_question",
    "set_question_result",
    "transfer_question",
    "make_letter",
    "tell_applicant",
    "describe_appeal",
    "name_authors",
    "end_correspondence",
    "lift_correspondence_end",
}
# The table of the house, written out: what each role does to a case inside its scope.
MAY: dict[str, frozenset[str]] = {
    "curator": frozenset(DEEDS),
    "incident_coordinator": COORDINATION,
    "feedback_coordinator": COORDINATION,
    "page_editor": COORDINATION,
    "block_lead": frozenset(
        {
            "classify",
            "locate",
            "assign",
            "draft_answer",
            "submit_answer",
            "return_answer",
            "approve_answer",
            "check_quality",
            "ask_extension",
            "defer",
            "resume",
            "ask_promise_move",
            "move_promise",
            "show_proof",
            "acknowledge_flag",
            "clear_flag",
            "put_on_control",
            "remove_from_control",
            "write_note",
            "hand_over",
            "ask_information",
            "give_information",
            "cancel_information_request",
        }
    ),
    "executor": frozenset(
        {
            "draft_answer",
            "submit_answer",
            "ask_extension",
            "write_note",
            "ask_information",
            "give_information",
            "cancel_information_request",
            "show_proof",
        }
    ),
    "head": frozenset(),
    "region_observer": frozenset(),
    "auditor": frozenset(),
    "administrator": frozenset(),
}
# What is answered to a deed the role may not do: a case it sees is forbidden, one it does not
# see is not there. First for a case inside the scope of the role, then for one outside.
ANSWERS: dict[str, tuple[int, int]] = {
    "curator": (FORBIDDEN, UNSEEN),
    "incident_coordinator": (FORBIDDEN, FORBIDDEN),
    "feedback_coordinator": (FORBIDDEN, FORBIDDEN),
    "page_editor": (FORBIDDEN, UNSEEN),
    "block_lead": (FORBIDDEN, UNSEEN),
    "executor": (FORBIDDEN, UNSEEN),
    "head": (FORBIDDEN, UNSEEN),
    "region_observer": (UNSEEN, UNSEEN),
    "auditor": (UNSEEN, UNSEEN),
    "administrator": (UNSEEN, UNSEEN),
}
# The channel of a case inside and outside, where the role is confined to channels.
CHANNELS: dict[str, tuple[str, str]] = {
    "incident_coordinator": ("im", "pos"),
    "feedback_coordinator": ("phone", "im"),
    "page_editor": ("official_page", "im"),
}
ABROAD = ("curator", "head", "region_observer", "auditor", "administrator")


class Stage:
    """Sets up, for a role, a case in which a deed is possible, inside or outside its scope."""

    def __init__(self, role: str, *, inside: bool) -> None:
        self.role, self.inside = role, inside
        self.home = build_district()
        self.abroad = build_district("stepnoe")
        self.person = self._person()
        QualityItem.objects.create(code="plain", name="Просто", weight=10)
        self.count = 0

    @property
    def place(self) -> District:
        """The district the case lies in."""
        return self.home if self.inside or self.role not in ABROAD else self.abroad

    def _person(self) -> Person:
        person = Person.objects.create(
            login="of-the-table", last_name="Таблицын", organisation=self.home.council
        )
        is_lead, is_executor = self.role == "block_lead", self.role == "executor"
        RoleAssignment.objects.create(
            person=person,
            role=self.role,
            municipality=self.home.municipality,
            block=self.home.block if is_lead else None,
            organisation=self.home.council if is_executor else None,
        )
        return person

    def case(self, deed: str) -> Case:
        """Return a new case ready for the deed."""
        self.count += 1
        channel = CHANNELS.get(self.role, ("pos", "pos"))[0 if self.inside else 1]
        body = self._body()
        case = make_case(
            self.place,
            number=f"{self.role}-{self.count}",
            channel=channel,
            state=STATE.get(deed, "in_progress"),
            recipient=body,
            block=body.block,
            on_control=deed == "remove_from_control",
            promised_date=self._promised(deed),
            executor=self.place.people["curator"] if deed == "hand_over" else None,
            red_flag="emergency" if deed.endswith("_flag") else "",
            flag_waits_since=timezone.now() if deed.endswith("_flag") else None,
            # A term that is over is extended no more.
            registered_at=timezone.now(),
        )
        if deed in ANSWER:
            kind = "interim" if deed == "send_interim_answer" else "final"
            add_answer(case, ANSWER[deed], kind=kind)
        return case

    @staticmethod
    def _promised(deed: str) -> date | None:
        """Only what was promised can be proved."""
        return timezone.localdate() + timedelta(days=1) if STATE.get(deed) == "deferred" else None

    def _body(self) -> Organisation:
        is_confined = self.role in ("block_lead", "executor")
        return self.place.school if is_confined and not self.inside else self.place.council


STATE = {
    "return_answer": "in_review",
    "approve_answer": "in_review",
    "send_final_answer": "approved",
    "send_interim_answer": "approved",
    "resume": "deferred",
    "ask_promise_move": "deferred",
    "move_promise": "deferred",
    "show_proof": "deferred",
    "rate": "answered",
    "reopen": "answered",
    "close": "answered",
}
ANSWER = {
    "submit_answer": "draft",
    "return_answer": "in_review",
    "approve_answer": "in_review",
    "send_final_answer": "approved",
    "send_interim_answer": "approved",
    "check_quality": "in_review",
}
CALLS: dict[str, Callable[..., Case]] = {
    "classify": classify,
    "locate": locate,
    "assign": assign,
    "draft_answer": draft_answer,
    "submit_answer": submit_answer,
    "return_answer": return_answer,
    "approve_answer": approve_answer,
    "send_final_answer": send_answer,
    "send_interim_answer": send_answer,
    "check_quality": check_quality,
    "extend": extend,
    "ask_extension": ask_extension,
    "transfer": transfer,
    "defer": defer,
    "resume": resume,
    "ask_promise_move": ask_promise_move,
    "move_promise": move_promise,
    "show_proof": show_proof,
    "leave_without_answer": leave_without_answer,
    "rate": rate,
    "reopen": reopen,
    "close": close,
    "acknowledge_flag": acknowledge_flag,
    "clear_flag": clear_flag,
    "put_on_control": put_on_control,
    "remove_from_control": remove_from_control,
    "mark_repeat": mark_repeat,
    "join_problem": join_problem,
    "leave_problem": leave_problem,
    "write_note": write_note,
    "hand_over": hand_over_one,
    "ask_information": ask_information,
    "give_information": give_or_cancel(give_information),
    "cancel_information_request": give_or_cancel(cancel_information_request),
}


def arguments(deed: str, district: District, case: Case) -> dict[str, Any]:
    """Return valid arguments of the deed in the district."""
    if deed in ("give_information", "cancel_information_request"):
        request = InformationRequest.objects.create(
            case=case,
            organisation=district.network,
            question="Чья дорога?",
            asked_by=district.people["curator"],
            asked_at=timezone.now(),
            due_at=timezone.now() + timedelta(days=9),
        )
        return {"request": request} | ({"reply": "наша"} if deed.startswith("give") else {})
    if deed == "hand_over":
        return {
            "to_person": district.people[
                "executor" if case.recipient == district.council else "teacher"
            ]
        }
    tomorrow = timezone.localdate() + timedelta(days=2)
    given: dict[str, dict[str, Any]] = {
        "classify": {"topic": district.dogs},
        "locate": {"settlement": district.settlement},
        "assign": {"recipient": district.council},
        "draft_answer": {"text": "Снег убран.", "kind": "final"},
        "return_answer": {"remark": "уточнить"},
        "extend": {"days": 5, "reason": "метель", "notice": "письмом"},
        "ask_extension": {"days": 5, "reason": "метель"},
        "transfer": {"organisation": district.network, "reason": "не наше"},
        "defer": {"promised_date": tomorrow, "reason": "нет средств"},
        "resume": {"is_done": True, "proof": "акт осмотра"},
        "ask_promise_move": {"promised_date": tomorrow, "reason": "нет подрядчика"},
        "move_promise": {"promised_date": tomorrow, "reason": "нет подрядчика"},
        "show_proof": {"proof": "акт осмотра"},
        "leave_without_answer": {"ground": "insulting"},
        "rate": {"value": 5},
        "reopen": {"reason": "не решено"},
        "check_quality": {"marks": {"plain": "yes"}},
        "clear_flag": {"reason": "учения"},
        "mark_repeat": {"repeat_kind": "repeated"},
        "write_note": {"text": "заметка"},
        "ask_information": {"organisation": district.school, "question": "чья дорога?"},
    }
    if deed == "join_problem":
        problem = Problem.objects.create(
            municipality=district.municipality, title="Снег", opened_at=timezone.now()
        )
        return {"problem": problem}
    return given.get(deed, {})


def posted(deed: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments as the form of the deed sends them."""
    data = {name: getattr(value, "pk", value) for name, value in values.items()}
    if deed == "resume":
        data["is_done"] = "yes"
    if deed == "rate":
        data["source"] = "phone"
    if deed == "ask_information":
        data |= {"days": 15, "shown": "question"}
    if deed == "check_quality":
        data = {"mark-plain": "yes"}
    if deed in ANSWER:
        data["version"] = 1
    return data


def expected(role: str, *, inside: bool) -> dict[str, int]:
    """Return what the table says for every deed."""
    refusal = ANSWERS[role][0 if inside else 1]
    return {deed: DONE if inside and deed in MAY[role] else refusal for deed in DEEDS}


def test_the_table_knows_every_role_and_every_deed() -> None:
    assert set(MAY) == set(ANSWERS) == set(Role.values)
    assert set(DEEDS) == set(CALLS) == set(states.TABLE) - TESTED_ELSEWHERE - WITH_FILES


SCOPES = pytest.mark.parametrize("inside", [True, False], ids=["inside", "outside"])


@pytest.mark.django_db
@SCOPES
@pytest.mark.parametrize("role", list(MAY))
def test_the_pages_follow_the_table(role: str, inside: bool) -> None:
    stage = Stage(role, inside=inside)
    client = logged_in(stage.person)
    answers: dict[str, int] = {}
    for deed in DEEDS:
        case = stage.case(deed)
        name = "send_answer" if deed.startswith("send_") else deed
        data = posted(deed, arguments(deed, stage.place, case))
        response = client.post(reverse("case-deed", args=[case.number, name]), data)
        answers[deed] = response.status_code
        was_done = Event.objects.filter(case_id=case.pk, name=f"case.{deed}").exists()
        assert was_done == (response.status_code == DONE), deed
    assert answers == expected(role, inside=inside)


@pytest.mark.django_db
@SCOPES
@pytest.mark.parametrize("role", list(MAY))
def test_the_deeds_themselves_follow_the_table(role: str, inside: bool) -> None:
    stage = Stage(role, inside=inside)
    at = timezone.now()
    grants = grants_of(stage.person, stage.home.municipality.local(at).date())
    done: set[str] = set()
    for deed in DEEDS:
        case = stage.case(deed)
        try:
            CALLS[deed](case=case, grants=grants, at=at, **arguments(deed, stage.place, case))
        except NotAllowed:
            assert not Event.objects.filter(case_id=case.pk, name=f"case.{deed}").exists()
        else:
            done.add(deed)
    assert done == (MAY[role] if inside else frozenset())
