"""Where a question of an appeal stands for the federal system and the feedback platform."""

from dataclasses import dataclass
from enum import StrEnum

from otklik.cases.models import Case, Question
from otklik.cases.models.choices import QuestionResult, State


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
_OF_RESULT = {result: SstuStatus[result.name] for result in QuestionResult}
_OF_ENDED_STATE = {
    State.ANSWERED: SstuStatus.ANSWERED,
    State.CLOSED: SstuStatus.ANSWERED,
    State.TRANSFERRED: SstuStatus.TRANSFERRED,
    State.LEFT_WITHOUT_ANSWER: SstuStatus.LEFT_WITHOUT_ANSWER,
}


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
    is_transferred = question.result == QuestionResult.TRANSFERRED
    if question.result and (ended is not None or is_transferred):
        status = _OF_RESULT[QuestionResult(question.result)]
        return Standing(status, False, question.actions_taken)
    if ended is not None:
        return Standing(ended, False, False)
    if case.registered_at is None:
        return Standing(SstuStatus.NOT_REGISTERED, False, False)
    return Standing(SstuStatus.IN_WORK, is_extended, False)
