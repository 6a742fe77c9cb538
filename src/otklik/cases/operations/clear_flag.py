"""Take a red flag off: a false alarm."""

from datetime import datetime

from otklik.cases import log, moves, states
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseImportance
from otklik.registry.grants import Grants


def clear_flag(*, case: Case, grants: Grants, at: datetime, reason: str) -> Case:
    """Take the red flag off and return the case; the log keeps which it was, and why.

    Importance the machine read in the words is normal again; one a rule of the centre asks for
    stays, and so do the terms that run. Files do not raise the flag again while the words are
    the same. Raises ``states.NothingFlagged`` when there is no flag, and what ``moves.move``
    raises.
    """
    given: dict[str, object] = {"reason": reason}
    with moves.move("clear_flag", case=case, grants=grants, at=at, given=given) as current:
        if not current.case.red_flag:
            raise states.NothingFlagged(case.number)
        current.note(flag=current.case.red_flag, reason=reason.strip())
        if _is_read_in_words(current.case):
            current.set(importance=CaseImportance.NORMAL.value)
            current.decide("importance", CaseImportance.NORMAL)
        current.set(red_flag="")
        current.decide("red_flag", "")
        current.case.flag_waits_since = None
    return current.case


def _is_read_in_words(case: Case) -> bool:
    """Tell whether the words made the importance: a flag, or the danger the flag was taken for."""
    decision = case.decisions.get("importance", {})
    is_ruled = decision.get("code") in CaseImportance.values
    return decision.get("by") == log.MACHINE and not is_ruled
