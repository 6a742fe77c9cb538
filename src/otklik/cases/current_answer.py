"""The version of an answer a deed is about."""

from otklik.cases.models import Answer, Case
from otklik.cases.models.choices import AnswerState


class NoSuchAnswer(Exception):
    """The case has no answer in the state the deed needs."""


class NewerAnswer(Exception):
    """Somebody wrote another version after the person had looked."""


def check_seen(case: Case, seen_version: int | None) -> None:
    """Raise ``NewerAnswer`` when the latest version is not the one the person saw.

    0 stands for a case without an answer; ``None`` asks nothing. Only under the lock of the
    case is the question worth asking.
    """
    if seen_version is None:
        return
    latest = case.answers.order_by("-version").values_list("version", flat=True).first()
    if (latest or 0) != seen_version:
        raise NewerAnswer(latest)


def last_draft(case: Case) -> Answer:
    """Return the latest version if it is a draft, or raise ``NoSuchAnswer``.

    An older draft was left behind when another version was written.
    """
    answer = case.answers.order_by("version").last()
    if answer is None or answer.state != AnswerState.DRAFT:
        raise NoSuchAnswer(AnswerState.DRAFT)
    return answer


def latest_answer(case: Case, state: str) -> Answer:
    """Return the latest version of the answer in the state, or raise ``NoSuchAnswer``."""
    answer = case.answers.filter(state=state).order_by("version").last()
    if answer is None:
        raise NoSuchAnswer(state)
    return answer
