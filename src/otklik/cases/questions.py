"""The questions of an appeal: which are open, and what their results make of the case."""

from collections.abc import Iterable
from datetime import datetime

from otklik.cases.models import Case, Question
from otklik.cases.models.choices import AppealKind, CaseKind, QuestionResult, Resolution
from otklik.registry.models import Organisation

_R = QuestionResult


class OpenQuestions(Exception):
    """Questions with these ``numbers`` have no result yet."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(", ".join(map(str, numbers)))
        self.numbers = numbers


class AnswerOwed(Exception):
    """Questions with these ``numbers`` were looked into: the applicant is to get an answer."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(", ".join(map(str, numbers)))
        self.numbers = numbers


class NotAnotherBody(Exception):
    """The body is not of this municipality's registry, or is its own responsible recipient."""


class MayBeComplainedOf(Exception):
    """Nobody has made sure that the complaint does not go to the one it is about."""


def check_body(case: Case, body: Organisation, *, is_not_complained_of: bool) -> None:
    """Raise ``NotAnotherBody``, or ``MayBeComplainedOf`` for a complaint (59-FZ art. 8 part 6)."""
    if body.municipality_id != case.municipality_id or body.is_recipient:
        raise NotAnotherBody(body.name)
    if case.appeal_kind == AppealKind.COMPLAINT and not is_not_complained_of:
        raise MayBeComplainedOf


_OF_RESOLUTION = {
    Resolution.SOLVED: (_R.SUPPORTED, True),
    Resolution.SUPPORTED: (_R.SUPPORTED, False),
    Resolution.EXPLAINED: (_R.EXPLAINED, False),
    Resolution.NOT_SUPPORTED: (_R.NOT_SUPPORTED, False),
    Resolution.NOT_SOLVED: (_R.NOT_SUPPORTED, False),
    Resolution.REFUSED: (_R.NOT_SUPPORTED, False),
}
# What one of several results makes of the whole appeal, the first that was reached.
PRECEDENCE = (
    _R.SUPPORTED,
    _R.EXPLAINED,
    _R.NOT_SUPPORTED,
    _R.ANSWERED,
    _R.TRANSFERRED,
    _R.LEFT_WITHOUT_ANSWER,
)
_WITHOUT_ANSWER = frozenset({"", _R.TRANSFERRED, _R.LEFT_WITHOUT_ANSWER})


def end(question: Question, result: str, at: datetime, *, actions_taken: bool = False) -> None:
    """Write down the result of a question; a blank one takes it back into work."""
    question.result = result
    question.result_at = at if result else None
    question.actions_taken = actions_taken and result == QuestionResult.SUPPORTED
    question.save(update_fields=["result", "result_at", "actions_taken"])


def settle_by_answer(case: Case, resolution: str, at: datetime) -> str:
    """Let the final answer end the appeal, and return the outcome of the whole.

    A lone question takes the outcome of the answer, or that an answer was given. Of several
    each must have its result: else ``OpenQuestions`` names them. A message has no questions.
    """
    found = list(case.questions.order_by("number")) if case.kind == CaseKind.APPEAL else []
    waiting = [question for question in found if not question.result]
    if len(found) == 1 and waiting:
        known = _OF_RESOLUTION.get(Resolution(resolution)) if resolution else None
        result, actions_taken = known or (_R.ANSWERED, False)
        end(found[0], result, at, actions_taken=actions_taken)
        return resolution or Resolution.ANSWERED
    if waiting:
        raise OpenQuestions([question.number for question in waiting])
    return outcome(question.result for question in found) or resolution


def end_without_answer(case: Case, result: str, at: datetime) -> list[Question]:
    """Give every open question the result and return them.

    Raises ``AnswerOwed`` when another question was looked into: its answer is still to be sent.
    """
    if case.kind != CaseKind.APPEAL:
        return []
    found = list(case.questions.order_by("number"))
    owed = [question.number for question in found if question.result not in _WITHOUT_ANSWER]
    if owed:
        raise AnswerOwed(owed)
    waiting = [question for question in found if not question.result]
    for question in waiting:
        end(question, result, at)
    return waiting


def take_back(case: Case) -> None:
    """Put the questions of an appeal that is opened again back into work."""
    for question in case.questions.exclude(result=""):
        end(question, "", question.result_at or case.state_at)


def outcome(results: Iterable[str]) -> str:
    """Return what the results of its questions make of an appeal; blank without any."""
    given = set(results)
    return next((str(Resolution(result)) for result in PRECEDENCE if result in given), "")
