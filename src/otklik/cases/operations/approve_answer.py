"""Agree an answer; the last who does approves it, and it may go to the applicant."""

from datetime import datetime

from otklik.cases import agreement, moves, quality
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
    """Pass the step of the route the answer waits at, and return the case.

    The last step approves the answer; an answer without a route has just that one, for whoever
    may approve. ``overrule`` is the reason to let an answer through that the checklist of quality
    holds back. Raises ``quality.HeldBack`` without one, ``NoSuchAnswer``, ``NewerAnswer`` when
    ``seen_version`` is not the latest, ``agreement.NotYourTurn``,
    ``agreement.AuthorIsOnlyReader`` and what ``moves.move`` raises.
    """
    with moves.move("approve_answer", case=case, grants=grants, at=at) as current:
        check_seen(current.case, seen_version)
        answer = latest_answer(current.case, AnswerState.IN_REVIEW)
        person = current.person
        let = quality.require_unblocked(current.case, answer, person=person, at=at, reason=overrule)
        is_last, told = agreement.pass_steps(current.case, answer, current.grants, at)
        current.note(version=answer.version, kind=answer.kind, **told, **let)
        if is_last:
            answer.state = AnswerState.APPROVED
            answer.approved_by = current.person
            answer.approved_at = at
            answer.save(update_fields=["state", "approved_by", "approved_at"])
        else:
            current.to_state, current.told_as = None, "agree_answer"
    return current.case
