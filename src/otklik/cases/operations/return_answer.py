"""Give an answer back to its author with a remark."""

from datetime import datetime

from otklik.cases import agreement, moves
from otklik.cases.current_answer import check_seen, latest_answer
from otklik.cases.models import Case
from otklik.cases.models.choices import AnswerState
from otklik.registry.grants import Grants


def return_answer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    remark: str,
    seen_version: int | None = None,
) -> Case:
    """Return the answer that waits for agreement, or was approved, with the remark.

    Raises ``NoSuchAnswer``, ``NewerAnswer`` when ``seen_version`` is not the latest,
    ``agreement.NotYourTurn`` and what ``moves.move`` raises.
    """
    given: dict[str, object] = {"remark": remark}
    with moves.move("return_answer", case=case, grants=grants, at=at, given=given) as current:
        check_seen(current.case, seen_version)
        waiting = current.case.state if current.case.state == "approved" else AnswerState.IN_REVIEW
        answer = latest_answer(current.case, waiting)
        told = agreement.give_back(current.case, answer, current.grants, at, remark.strip())
        answer.state = AnswerState.RETURNED
        answer.remark = remark.strip()
        answer.save(update_fields=["state", "remark"])
        current.note(version=answer.version, remark=answer.remark, **told)
    return current.case
