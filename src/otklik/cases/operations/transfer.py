"""Transfer a case by competence to another body."""

from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case, QuestionTransfer
from otklik.cases.models.choices import CaseKind, QuestionResult, Resolution
from otklik.cases.states import StepIncomplete
from otklik.registry.grants import Grants
from otklik.registry.models import Organisation


def transfer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    organisation: Organisation,
    reason: str,
    notice: str = "",
    is_not_complained_of: bool = False,
) -> Case:
    """Hand the case over to the body (59-FZ art. 8 part 3) and return it.

    ``notice`` says how the applicant was told; an appeal needs it. Raises what
    ``questions.check_body`` raises, ``questions.AnswerOwed`` and what ``moves.move`` raises.
    """
    questions.check_body(case, organisation, is_not_complained_of=is_not_complained_of)
    given: dict[str, object] = {"organisation": organisation, "reason": reason}
    if case.kind == CaseKind.APPEAL and not notice.strip():
        # The law wants the applicant of an appeal to be told.
        raise StepIncomplete("transfer", "notice")
    with moves.move("transfer", case=case, grants=grants, at=at, given=given) as current:
        current.set(
            recipient=organisation,
            executor=None,
            resolution=Resolution.TRANSFERRED,
            jurisdiction_level=organisation.jurisdiction_level,
        )
        for question in questions.end_without_answer(current.case, QuestionResult.TRANSFERRED, at):
            QuestionTransfer.objects.create(
                question=question,
                organisation=organisation,
                reason=reason.strip(),
                at=at,
                by=grants.person,
            )
        current.decide("recipient", organisation.code)
        current.case.closed_at = at
        current.note(reason=reason.strip(), notice=notice.strip())
    return current.case
