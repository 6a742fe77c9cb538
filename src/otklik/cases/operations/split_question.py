"""Split a question of an appeal that asks several things."""

from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def split_question(
    *, case: Case, grants: Grants, at: datetime, number: int, texts: list[str]
) -> Case:
    """Let the question keep the first of the texts, the others become questions of their own.

    All have the code of the one that was split. Returns the case. Raises ``NotAQuestion`` for
    fewer than two texts, and what ``questions.add`` and ``moves.move`` raise.
    """
    with moves.move("split_question", case=case, grants=grants, at=at) as current:
        question = questions.open_question(current.case, number)
        if len(texts) < 2:
            raise questions.NotAQuestion(str(number))
        current.note(question=number, text_before=question.text)
        first, *others = texts
        questions.describe(question, first, question.sstu_topic)
        added = [questions.add(current.case, text, question.sstu_topic) for text in others]
        current.note(question_text=first.strip(), added=", ".join(str(one.number) for one in added))
    return current.case
