"""Approve an answer: from then on it may go to the applicant."""

from datetime import datetime

from otklik.cases import moves, quality
from otklik.cases.current_answer import check_seen, latest_answer
from otklik.cases.models import Case
from otklik.cases.models.choices import AnswerState
from otklik.registry.grants import Grants


def approve_answer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    overrule: str = "",
    seen_version: int | None = None,
) -> Case:
    """Approve the answer that waits and return the case.

    ``overrule`` is the reason to let an answer through that the checklist of quality holds back.
    Raises ``quality.HeldBack`` without one, ``NoSuchAnswer``, ``NewerAnswer`` when
    ``seen_version`` is not the latest, and what ``moves.move`` raises.
    """
    with moves.move("approve_answer", case=case, grants=grants, at=at) as current:
        check_seen(current.case, seen_version)
        answer = latest_answer(current.case, AnswerState.IN_REVIEW)
        person = current.person
        let = quality.require_unblocked(current.case, answer, person=person, at=at, reason=overrule)
        answer.state = AnswerState.APPROVED
        answer.approved_by = person
        answer.approved_at = at
        answer.save(update_fields=["state", "approved_by", "approved_at"])
        current.note(version=answer.version, kind=answer.kind, **let)
    return current.case
