"""Close an answered case."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def close(*, case: Case, grants: Grants, at: datetime, remark: str = "") -> Case:
    """Close the case for good and return it. Raises what ``moves.move`` raises."""
    with moves.move("close", case=case, grants=grants, at=at) as current:
        current.case.closed_at = at
        if remark.strip():
            current.note(remark=remark.strip())
    return current.case
