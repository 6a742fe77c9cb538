"""Take a case off control."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def remove_from_control(*, case: Case, grants: Grants, at: datetime, remark: str = "") -> Case:
    """Take the mark off with the result of the control (``remark``) and return the case."""
    with moves.move("remove_from_control", case=case, grants=grants, at=at) as current:
        current.set(on_control=False)
        current.case.controls.filter(removed_at=None).update(removed_at=at, result=remark.strip())
        current.note(remark=remark.strip())
    return current.case
