"""Mend the words or the code of a question."""

from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models import Topic


def edit_question(
    *, case: Case, grants: Grants, at: datetime, number: int, text: str, code: Topic | None
) -> Case:
    """Give the question other words and another code and return the case.

    The code is wanted for one that has its result too, whose words stay. Raises what
    ``questions.describe``, ``questions.changeable`` and ``moves.move`` raise.
    """
    with moves.move("edit_question", case=case, grants=grants, at=at) as current:
        question = questions.changeable(current.case, number, text)
        current.note(question=number, text_before=question.text, question_text=text.strip())
        if question.sstu_topic != code:
            current.note(code=code.code if code else "—")
        questions.describe(question, text, code)
    return current.case
