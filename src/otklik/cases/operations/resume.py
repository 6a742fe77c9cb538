"""Take a deferred case back into work to check what was promised."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models.regulations import ClockKind


def resume(*, case: Case, grants: Grants, at: datetime, is_done: bool, remark: str = "") -> Case:
    """Return a deferred case to work and say whether the promise was kept; return the case.

    A kept promise meets its clock at ``at``; a broken one leaves it running and overdue until
    the final answer. Raises what ``moves.move`` raises.
    """
    with moves.move("resume", case=case, grants=grants, at=at) as current:
        for clock in current.clocks:
            if clock.kind == ClockKind.PROMISED and clock.is_running and is_done:
                clock.met_at = at
        current.note(is_done=is_done, remark=remark.strip())
    return current.case
