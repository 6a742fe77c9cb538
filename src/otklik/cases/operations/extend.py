"""Extend the term of a case, with a reason and a notice to the applicant."""

from datetime import datetime

from otklik.cases import moves, terms
from otklik.cases.models import Case, Clock
from otklik.registry.calendars import calendar_of
from otklik.registry.grants import Grants
from otklik.registry.models.regulations import ClockKind

EXTENDABLE = (ClockKind.FINAL_REPLY, ClockKind.INTERIM_FOLLOWUP)


class NothingToExtend(Exception):
    """No clock runs that could be extended."""


class ExtensionBeyondLaw(Exception):
    """The regulation does not allow an extension that long, or so many of them."""


class TermHasPassed(Exception):
    """A term that was missed is not extended: it stays missed (59-FZ art. 12 part 2)."""


def extend(
    *, case: Case, grants: Grants, at: datetime, days: int, reason: str, notice: str
) -> Case:
    """Move the term of the answer by calendar days and return the case.

    The regulation limits how far and how often (59-FZ art. 12 part 2: not more than 30 days,
    the applicant must be told: ``notice`` says how). Raises ``NothingToExtend``,
    ``TermHasPassed``, ``ExtensionBeyondLaw`` and what ``moves.move`` raises.
    """
    given: dict[str, object] = {"reason": reason, "notice": notice}
    with moves.move("extend", case=case, grants=grants, at=at, given=given) as current:
        clock = _clock_to_extend(current.clocks)
        if clock.due_at < at:
            raise TermHasPassed(clock.due_at.isoformat())
        _check_limits(current.case, clock, days)
        before = clock.due_at
        calendar = calendar_of(current.case.municipality)
        terms.extend(clock, days, calendar)
        current.note(
            clock=clock.kind,
            due_before=before,
            due_after=clock.due_at,
            days=days,
            reason=reason.strip(),
            notice=notice.strip(),
        )
    return current.case


def _clock_to_extend(clocks: list[Clock]) -> Clock:
    for clock in clocks:
        if clock.is_running and clock.kind in EXTENDABLE:
            return clock
    raise NothingToExtend


def _check_limits(case: Case, clock: Clock, days: int) -> None:
    regulation = case.regulation
    allowed = regulation.extension_days if regulation else 0
    times = regulation.extension_times if regulation else 0
    if not 1 <= days <= allowed or clock.times_extended >= times:
        raise ExtensionBeyondLaw(str(allowed))
