"""Take a case out of the problem it was joined to."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def leave_problem(*, case: Case, grants: Grants, at: datetime, remark: str = "") -> Case:
    """Take the case out of its problem and return it. Raises what ``moves.move`` raises."""
    with moves.move("leave_problem", case=case, grants=grants, at=at) as current:
        current.set(problem=None)
        current.note(remark=remark.strip())
    return current.case
