"""Take out a question that was written down by mistake."""

from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def remove_question(*, case: Case, grants: Grants, at: datetime, number: int) -> Case:
    """Take out an open question and return the case; its words stay in the log.

    The last question stays: an appeal without one asks nothing (``questions.NotAQuestion``).
    Raises ``questions.NoSuchQuestion`` and what ``moves.move`` raises.
    """
    with moves.move("remove_question", case=case, grants=grants, at=at) as current:
        question = questions.open_question(current.case, number)
        if current.case.questions.count() == 1:
            raise questions.NotAQuestion(str(number))
        current.note(question=number, question_text=question.text)
        question.delete()
    return current.case
