"""Open a case again."""

from datetime import datetime

from otklik.cases import moves, reopening
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def reopen(*, case: Case, grants: Grants, at: datetime, reason: str) -> Case:
    """Take an ended case back into work with new terms and return it.

    The terms of its regulation that start at ``reopened`` run anew. Raises what ``moves.move``
    raises.
    """
    given: dict[str, object] = {"reason": reason}
    with moves.move("reopen", case=case, grants=grants, at=at, given=given) as current:
        reopening.take_back(current, reason)
    return current.case
