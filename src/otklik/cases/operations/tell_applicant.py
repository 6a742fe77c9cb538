"""Write down that the applicant was told what the law wants him to be told."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models.regulations import ClockKind


class NothingToTell(Exception):
    """No notice to the applicant is waited for."""


def tell_applicant(*, case: Case, grants: Grants, at: datetime, notice: str) -> Case:
    """Stop the clock of the notice, ``notice`` saying how it was sent; return the case.

    Raises ``NothingToTell`` and what ``moves.move`` raises.
    """
    given: dict[str, object] = {"notice": notice}
    with moves.move("tell_applicant", case=case, grants=grants, at=at, given=given) as current:
        waiting = [c for c in current.clocks if c.kind == ClockKind.NOTICE and c.is_running]
        if not waiting:
            raise NothingToTell
        for clock in waiting:
            clock.met_at = max(at, clock.started_at)
        current.note(notice=notice.strip())
    return current.case
