"""Send a question of an appeal to the body, or the bodies, that are competent for it."""

from collections.abc import Sequence
from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case, QuestionTransfer
from otklik.cases.models.choices import QuestionResult, Resolution
from otklik.registry.grants import Grants
from otklik.registry.models import Organisation


def transfer_question(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    number: int,
    organisations: Sequence[Organisation],
    reason: str,
    notice: str,
    is_not_complained_of: bool = False,
) -> Case:
    """Send copies of the appeal to the bodies and return the case (59-FZ art. 8 parts 3, 4, 6).

    When no question is left here the whole appeal is transferred. Raises what
    ``questions.check_body`` raises, ``questions.NoSuchQuestion`` and what ``moves.move`` raises.
    """
    for body in organisations:
        questions.check_body(case, body, is_not_complained_of=is_not_complained_of)
    given: dict[str, object] = {
        "organisations": list(organisations) or None,
        "reason": reason,
        "notice": notice,
    }
    with moves.move("transfer_question", case=case, grants=grants, at=at, given=given) as current:
        question = questions.open_question(current.case, number)
        questions.end(question, QuestionResult.TRANSFERRED, at)
        QuestionTransfer.objects.bulk_create(
            QuestionTransfer(
                question=question, organisation=body, reason=reason, at=at, by=grants.person
            )
            for body in dict.fromkeys(organisations)
        )
        current.note(
            question=number,
            bodies="; ".join(body.name for body in organisations),
            reason=reason.strip(),
            notice=notice.strip(),
        )
        _end_if_last(current, organisations[0])
    return current.case


def _end_if_last(current: moves.Move, body: Organisation) -> None:
    """End the appeal with the transfer of its last question, unless an answer is owed."""
    stays = current.case.questions.exclude(result=QuestionResult.TRANSFERRED)
    if not stays.exists():
        current.become("transfer")
        current.set(recipient=body, executor=None, resolution=Resolution.TRANSFERRED)
        current.set(jurisdiction_level=body.jurisdiction_level)
        current.decide("recipient", body.code)
        current.case.closed_at = current.at
