"""Add a question to an appeal."""

from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models import Topic


def add_question(
    *, case: Case, grants: Grants, at: datetime, text: str, code: Topic | None = None
) -> Case:
    """Write down one more question with its federal code, if known, and return the case.

    A first question nobody has put into words takes these. Raises what ``questions.add`` and
    ``moves.move`` raise.
    """
    given: dict[str, object] = {"text": text}
    with moves.move("add_question", case=case, grants=grants, at=at, given=given) as current:
        blank = current.case.questions.filter(text="", result="").first()
        if blank is not None:
            added = questions.describe(blank, text, code or blank.sstu_topic)
        else:
            added = questions.add(current.case, text, code)
        current.note(question=added.number, question_text=added.text, code=_code(code))
    return current.case


def _code(code: Topic | None) -> str:
    return code.code if code else ""
