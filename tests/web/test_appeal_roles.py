"""Who may do what with an appeal, inside and outside the scope of the role."""

from typing import Any

import pytest
from django.urls import reverse

from otklik.cases import states
from otklik.cases.models import Case, Event, Question
from otklik.letters.models import LetterKind
from otklik.web.desk.case.appeal_deeds import APPEAL_DEEDS
from tests.web.cases_at_hand import logged_in
from tests.web.test_roles_table import ANSWERS, DONE, MAY, Stage

DEEDS = tuple(deed.name for deed in APPEAL_DEEDS)
LEADING = frozenset({"end_correspondence", "lift_correspondence_end"})
COORDINATION = frozenset(DEEDS) - LEADING
DESCRIBING = frozenset(
    {
        "add_question",
        "edit_question",
        "split_question",
        "remove_question",
        "describe_appeal",
        "name_authors",
    }
)
# Written out like the table of all deeds: what each role does to an appeal of its scope.
MAY_WITH_APPEALS: dict[str, frozenset[str]] = {
    "curator": frozenset(DEEDS),
    "incident_coordinator": COORDINATION,
    "feedback_coordinator": COORDINATION,
    "page_editor": COORDINATION,
    "block_lead": DESCRIBING | {"set_question_result"},
    "executor": frozenset({"set_question_result"}),
    "head": LEADING,
    "region_observer": frozenset(),
    "auditor": frozenset(),
    "administrator": frozenset(),
}


def an_appeal(stage: Stage, deed: str) -> Case:
    case = stage.case("classify")
    case.kind, case.applicant_name = "appeal", ""
    case.save()
    for number in (1, 2):
        Question.objects.create(case=case, number=number, text=f"Вопрос {number}?")
    if deed == "tell_applicant":
        case.clocks.update(kind="notice")
    if deed == "lift_correspondence_end":
        case.correspondence_ends.create(
            municipality=case.municipality,
            question="Вопрос",
            reason="нет доводов",
            decided_at=case.received_at,
            decided_by=stage.home.people["curator"],
        )
    return case


def posted(deed: str, stage: Stage) -> dict[str, Any]:
    sent = {"reason": "не наше", "notice": "письмом"}
    given: dict[str, dict[str, Any]] = {
        "add_question": {"text": "Третий вопрос?"},
        "edit_question": {"number": 1, "text": "Первый?"},
        "split_question": {"number": 1, "texts": "Первый?\nИ ещё?"},
        "remove_question": {"number": 1},
        "set_question_result": {"number": 1, "result": "explained"},
        "transfer_question": {"number": 1, "organisations": [stage.place.network.pk], **sent},
        "make_letter": {"kind": LetterKind.APPEAL_CARD.value},
        "tell_applicant": sent,
        "describe_appeal": {"form": "written", "answer_to": "each"},
        "name_authors": {"authors": "*Степной Пётр; с. Луговое"},
        "end_correspondence": {"question": "Мост", **sent, "is_answered_elsewhere": "on"},
        "lift_correspondence_end": sent,
    }
    return given[deed]


def test_every_deed_of_an_appeal_is_in_the_table_of_steps() -> None:
    assert set(DEEDS) <= set(states.TABLE)
    assert set(MAY_WITH_APPEALS) == set(MAY)


@pytest.mark.django_db
@pytest.mark.parametrize("inside", [True, False], ids=["inside", "outside"])
@pytest.mark.parametrize("role", list(MAY_WITH_APPEALS))
def test_the_pages_follow_the_table(role: str, inside: bool, settings: Any, tmp_path: Any) -> None:
    settings.LETTERS_FOLDER = tmp_path
    stage = Stage(role, inside=inside)
    client = logged_in(stage.person)
    refusal = ANSWERS[role][0 if inside else 1]
    expected, answers = {}, {}
    for deed in DEEDS:
        case = an_appeal(stage, deed)
        address = reverse("case-deed", args=[case.number, deed])
        answers[deed] = client.post(address, posted(deed, stage)).status_code
        expected[deed] = DONE if inside and deed in MAY_WITH_APPEALS[role] else refusal
        was_done = Event.objects.filter(case_id=case.pk, name=f"case.{deed}").exists()
        assert was_done == (answers[deed] == DONE), deed
    assert answers == expected
