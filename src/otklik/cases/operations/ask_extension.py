"""Ask the coordinator for more time."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def ask_extension(*, case: Case, grants: Grants, at: datetime, reason: str, days: int = 0) -> Case:
    """Write the executor's request for ``days`` more into the history and return the case.

    It moves no term: that is ``extend``. Raises what ``moves.move`` raises.
    """
    given: dict[str, object] = {"reason": reason}
    with moves.move("ask_extension", case=case, grants=grants, at=at, given=given) as current:
        current.note(reason=reason.strip(), days=days)
    return current.case
