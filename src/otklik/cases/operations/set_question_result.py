"""Write down how a question of an appeal was decided."""

from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case
from otklik.cases.models.choices import LeaveGround, QuestionResult
from otklik.registry.grants import Grants

# A transfer names a body: it is a deed of its own.
RESULTS = tuple(result for result in QuestionResult if result != QuestionResult.TRANSFERRED)


class NotAResult(Exception):
    """The question cannot have this result, or it needs a ground of the law."""


def set_question_result(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    number: int,
    result: str,
    actions_taken: bool = False,
    ground: str = "",
) -> Case:
    """Give the question its result, or a blank one to take it back; return the case.

    It goes to the applicant with the answer to the whole. ``ground`` is needed for a question
    left without answer (59-FZ art. 11). Raises ``NotAResult``, ``questions.NoSuchQuestion`` for
    one that is not there or was transferred, and what ``moves.move`` raises.
    """
    is_left = result == QuestionResult.LEFT_WITHOUT_ANSWER
    if (result and result not in RESULTS) or (is_left and ground not in LeaveGround.values):
        raise NotAResult(result)
    with moves.move("set_question_result", case=case, grants=grants, at=at) as current:
        found = current.case.questions.exclude(result=QuestionResult.TRANSFERRED)
        question = found.filter(number=number).first()
        if question is None:
            raise questions.NoSuchQuestion(str(number))
        current.note(question=number, result_before=question.result, result=result)
        questions.end(question, result, at, actions_taken=actions_taken)
        if question.actions_taken:
            current.note(actions_taken=True)
        if is_left:
            current.note(ground=ground)
    return current.case
