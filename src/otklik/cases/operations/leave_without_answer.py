"""Leave an appeal without an answer on a ground of the law."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseKind, LeaveGround, Resolution
from otklik.registry.grants import Grants


class GroundDoesNotFit(Exception):
    """The ground for messages does not fit an appeal under 59-FZ."""


def leave_without_answer(
    *, case: Case, grants: Grants, at: datetime, ground: str, remark: str = ""
) -> Case:
    """End the case without an answer on the substance and return it.

    ``ground`` is a ``LeaveGround`` (59-FZ art. 11). Raises ``GroundDoesNotFit`` and what
    ``moves.move`` raises.
    """
    is_known = ground in LeaveGround.values
    if ground and not is_known:
        raise GroundDoesNotFit(ground)
    if ground == LeaveGround.NOT_AN_APPEAL and case.kind == CaseKind.APPEAL:
        raise GroundDoesNotFit(ground)
    given: dict[str, object] = {"ground": ground}
    with moves.move(
        "leave_without_answer", case=case, grants=grants, at=at, given=given
    ) as current:
        current.set(resolution=Resolution.LEFT_WITHOUT_ANSWER)
        current.case.closed_at = at
        current.note(ground=ground, remark=remark.strip())
    return current.case
