"""Ask for another promised day."""

from datetime import date, datetime

from otklik.cases import moves, promises
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def ask_promise_move(
    *, case: Case, grants: Grants, at: datetime, promised_date: date, reason: str
) -> Case:
    """Write the request for another day into the history and return the case.

    It moves nothing: that is ``move_promise``, by who may approve. Raises
    ``promises.PromiseInThePast`` and what ``moves.move`` raises.
    """
    promises.check_day(case, promised_date, at)
    given: dict[str, object] = {"promised_date": promised_date, "reason": reason}
    with moves.move("ask_promise_move", case=case, grants=grants, at=at, given=given) as current:
        current.note(promised_date=promised_date, reason=reason.strip())
    return current.case
