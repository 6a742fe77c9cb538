"""Say that a red flag was seen."""

from datetime import datetime

from otklik.cases import moves, states
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def acknowledge_flag(*, case: Case, grants: Grants, at: datetime) -> Case:
    """Note that the person saw the red flag and acts on it: it waits no more. Return the case.

    The flag itself stays. Raises ``states.NothingFlagged`` when no flag waits to be seen, and
    what ``moves.move`` raises.
    """
    with moves.move("acknowledge_flag", case=case, grants=grants, at=at) as current:
        if current.case.flag_waits_since is None:
            raise states.NothingFlagged(case.number)
        current.note(flag=current.case.red_flag, waited_since=current.case.flag_waits_since)
        current.case.flag_waits_since = None
    return current.case
