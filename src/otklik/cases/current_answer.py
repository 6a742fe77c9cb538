"""The version of an answer a deed is about."""

from otklik.cases.models import Answer, Case


class NoSuchAnswer(Exception):
    """The case has no answer in the state the deed needs."""


def latest_answer(case: Case, state: str) -> Answer:
    """Return the latest version of the answer in the state, or raise ``NoSuchAnswer``."""
    answer = case.answers.filter(state=state).order_by("version").last()
    if answer is None:
        raise NoSuchAnswer(state)
    return answer
