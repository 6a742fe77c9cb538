"""Move a promised day."""

from datetime import date, datetime

from otklik.cases import moves, promises, terms
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models.regulations import ClockKind


def move_promise(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    promised_date: date,
    reason: str,
    notice: str = "",
) -> Case:
    """Promise another day in place of the first one and return the case.

    Done by who may approve an answer, with a reason (facts.md 2.5: a term is moved with
    approval). The promise before stays in its own row, marked as moved: moves are counted. Raises
    ``promises.PromiseInThePast`` and what ``moves.move`` raises.
    """
    promises.check_day(case, promised_date, at)
    given: dict[str, object] = {"promised_date": promised_date, "reason": reason}
    with moves.move("move_promise", case=case, grants=grants, at=at, given=given) as current:
        moved = promises.open_promise(current.case)
        plan = moved.plan if moved else []
        by = grants.person
        told = {"reason": reason, "notice": notice}
        promises.begin(current.case, promised_date=promised_date, at=at, by=by, plan=plan, **told)
        for clock in current.clocks:
            if clock.kind == ClockKind.PROMISED and clock.is_running:
                terms.move_promise(clock, promised_date, current.case.municipality.zone)
                clock.times_extended += 1
        current.set(promised_date=promised_date)
        current.note(reason=reason.strip(), notice=notice.strip())
    return current.case
