"""The questions of an appeal: which are open, what they make of the case, their federal status."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from otklik.cases.models import Case, Question
from otklik.cases.models.choices import AppealKind, CaseKind, QuestionResult, Resolution, State
from otklik.registry.models import Organisation, Topic
from otklik.registry.models.topics import Classifier

MOST_QUESTIONS = 50
_R = QuestionResult


class NoSuchQuestion(Exception):
    """The appeal has no question with the number, or it has a result already."""


class NotAQuestion(Exception):
    """The words are blank or those of another question, or there are too many questions."""


class NotAQuestionCode(Exception):
    """The position is not of the federal classifier of questions, or is one of its sections."""


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


class SstuStatus(StrEnum):
    """The statuses of a question in the federal system (facts.md 7)."""

    NOT_REGISTERED = "NotRegistered"
    IN_WORK = "InWork"
    EXPLAINED = "Explained"
    SUPPORTED = "Supported"
    NOT_SUPPORTED = "NotSupported"
    TRANSFERRED = "Transferred"
    ANSWERED = "Answered"
    LEFT_WITHOUT_ANSWER = "LeftWithoutAnswer"


_ANSWER_SENT = "Отправлен ответ заявителю"
# The status of a question, whether its term is extended, and the words of the feedback platform
# for the same (facts.md 2.4): what an official enters there by hand.
PLATFORM_STATUSES: dict[tuple[SstuStatus, bool], str] = {
    (SstuStatus.IN_WORK, False): "Назначен исполнитель",
    (SstuStatus.IN_WORK, True): "Перенос срока обработки утвержден. Отправлен ответ Заявителю",
    (SstuStatus.LEFT_WITHOUT_ANSWER, False): "Отклонено модератором",
    (SstuStatus.EXPLAINED, False): _ANSWER_SENT,
    (SstuStatus.SUPPORTED, False): _ANSWER_SENT,
    (SstuStatus.NOT_SUPPORTED, False): _ANSWER_SENT,
    (SstuStatus.ANSWERED, False): _ANSWER_SENT,
    (SstuStatus.TRANSFERRED, False): "Направлено в подведомственную организацию",
}
_OF_RESULT = {result: SstuStatus[result.name] for result in _R}
_OF_ENDED_STATE = {
    State.ANSWERED: SstuStatus.ANSWERED,
    State.CLOSED: SstuStatus.ANSWERED,
    State.TRANSFERRED: SstuStatus.TRANSFERRED,
    State.LEFT_WITHOUT_ANSWER: SstuStatus.LEFT_WITHOUT_ANSWER,
}
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


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a question stands for the federal system and for the feedback platform."""

    status: SstuStatus
    is_extended: bool
    actions_taken: bool

    @property
    def platform_words(self) -> str:
        """The status of the feedback platform that says the same, blank if there is none."""
        return PLATFORM_STATUSES.get((self.status, self.is_extended), "")


def standing_of(question: Question, case: Case, *, is_extended: bool = False) -> Standing:
    """Return the standing of a question; one a file has ended has that of its case.

    A result counts for the outside only when the appeal has ended with it: until the answer is
    sent the question is in work. A transfer is done when it is made.
    """
    ended = _OF_ENDED_STATE.get(State(case.state))
    is_transferred = question.result == _R.TRANSFERRED
    if question.result and (ended is not None or is_transferred):
        status = _OF_RESULT[QuestionResult(question.result)]
        return Standing(status, False, question.actions_taken)
    if ended is not None:
        return Standing(ended, False, False)
    if case.registered_at is None:
        return Standing(SstuStatus.NOT_REGISTERED, False, False)
    return Standing(SstuStatus.IN_WORK, is_extended, False)


def open_question(case: Case, number: int) -> Question:
    """Return the question without a result. Raises ``NoSuchQuestion``."""
    question = case.questions.filter(number=number, result="").first()
    if question is None:
        raise NoSuchQuestion(str(number))
    return question


def changeable(case: Case, number: int, words: str) -> Question:
    """Return the question if it may have these words. Raises ``NoSuchQuestion``.

    One with a result keeps its words, if anybody has put it into any.
    """
    question = case.questions.filter(number=number).first()
    if question is None or (question.result and question.text not in ("", words.strip())):
        raise NoSuchQuestion(str(number))
    return question


def add(case: Case, words: str, code: Topic | None) -> Question:
    """Store one more question of the appeal. Raises ``NotAQuestion``, ``NotAQuestionCode``."""
    last = case.questions.order_by("-number").values_list("number", flat=True).first() or 0
    if case.questions.count() >= MOST_QUESTIONS:
        raise NotAQuestion(str(MOST_QUESTIONS))
    question = Question(case=case, number=last + 1)
    return describe(question, words, code)


def describe(question: Question, words: str, code: Topic | None) -> Question:
    """Give the question its words and code and store it. Raises as ``add`` does."""
    others = question.case.questions.exclude(pk=question.pk)
    text = words.strip()
    if not text or others.filter(text=text).exists():
        raise NotAQuestion(text)
    if code is not None and (code.edition.classifier != Classifier.SSTU or code.parent_id is None):
        raise NotAQuestionCode(code.code)
    question.text, question.sstu_topic = text, code
    question.save()
    return question


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
