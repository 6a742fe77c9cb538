"""The answers that wait for a person, each with the words of the applicant above it."""

from dataclasses import dataclass

from django.db.models import F

from otklik.cases.models import Answer, Case, Visa
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import AnswerState
from otklik.cases.queries.turns import Holders, turn_of, waiting_for
from otklik.web.desk.deadlines import DeadlineWords
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.problems.stages import Choice
from otklik.web.desk.steps import StepLine, step_lines
from otklik.web.desk.veil import veil_of

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An answer to be approved. ``remark`` was typed and not taken yet."""

    case: Case
    answer: Answer
    choice: Choice
    question: str
    text: str
    due: str
    steps: list[StepLine]
    is_own: bool
    is_personal_shown: bool
    remark: str = ""


def waiting_cases(request: DeskRequest) -> CaseQuerySet:
    """Return the cases in which it is the person's turn today."""
    today = request.municipality.local(request.at).date()
    return waiting_for(request.grants, request.municipality, today)


def waiting_lines(request: DeskRequest, remarks: dict[int, str]) -> tuple[list[WaitingLine], bool]:
    """Return the first answers that wait, the nearest term first, and whether there are more.

    ``remarks`` are those typed for a case and refused.
    """
    found = waiting_cases(request).with_names().select_related("source_topic")
    cases = list(found.order_by(F("next_due_at").asc(nulls_last=True), "pk")[: PAGE_SIZE + 1])
    shown = cases[:PAGE_SIZE]
    answers = _answers(shown)
    maker = _Maker(request)
    lines = [maker.line(one, *answers[one.pk], remarks) for one in shown if one.pk in answers]
    return lines, len(cases) > PAGE_SIZE


def _answers(cases: list[Case]) -> dict[int, tuple[Answer, list[Visa]]]:
    """Return the version that waits in each case, with its steps."""
    rows = Answer.objects.filter(case__in=cases, state=AnswerState.IN_REVIEW)
    rows = rows.select_related("author").prefetch_related("visas__person").order_by("version")
    return {
        answer.case_id: (answer, sorted(answer.visas.all(), key=lambda visa: visa.number))
        for answer in rows
    }


class _Maker:
    """Makes lines; who holds which role is read once."""

    def __init__(self, request: DeskRequest) -> None:
        self.request = request
        today = request.municipality.local(request.at).date()
        self.holders = Holders(request.municipality, today)
        self.words = DeadlineWords(request.at, request.municipality)

    def line(
        self, case: Case, answer: Answer, visas: list[Visa], remarks: dict[int, str]
    ) -> WaitingLine:
        """Return one line."""
        veil = veil_of(case, self.request.grants)
        due_at = case.next_due_at
        question = case.text or (case.source_topic.path if case.source_topic else "")
        return WaitingLine(
            case=case,
            answer=answer,
            choice=Choice(case.pk, answer.version),
            question=veil.text(question),
            text=veil.text(answer.text),
            due=self.words.of(due_at, "") if due_at else "",
            steps=step_lines(visas, turn_of(case, visas, self.holders), veil),
            is_own=answer.author_id == self.request.user.pk,
            is_personal_shown=veil.is_open,
            remark=remarks.get(case.pk, ""),
        )
