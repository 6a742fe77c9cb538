"""Put a case on control."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def put_on_control(*, case: Case, grants: Grants, at: datetime, remark: str = "") -> Case:
    """Mark the case as watched until somebody takes the mark off. Return the case."""
    with moves.move("put_on_control", case=case, grants=grants, at=at) as current:
        current.set(on_control=True)
        current.note(remark=remark.strip())
    return current.case
