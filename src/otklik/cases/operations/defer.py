"""Defer the solution of a case to a promised date."""

from datetime import date, datetime

from otklik.cases import moves, terms
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseKind, Resolution
from otklik.registry.grants import Grants


class PromiseInThePast(Exception):
    """A promise must be for a day to come."""


class AppealNotDeferrable(Exception):
    """An appeal under 59-FZ is answered in its term: the law knows an extension, no deferral."""


def defer(*, case: Case, grants: Grants, at: datetime, promised_date: date, reason: str) -> Case:
    """Put the case off to the promised day, when it comes back to the board; return the case.

    The terms of the answer end with it; one that was missed already stays missed. Raises
    ``AppealNotDeferrable``, ``PromiseInThePast`` and what ``moves.move`` raises.
    """
    if promised_date <= case.municipality.local(at).date():
        raise PromiseInThePast(promised_date.isoformat())
    given: dict[str, object] = {"promised_date": promised_date, "reason": reason}
    with moves.move("defer", case=case, grants=grants, at=at, given=given) as current:
        if current.case.kind == CaseKind.APPEAL:
            raise AppealNotDeferrable
        current.set(promised_date=promised_date, resolution=Resolution.DEFERRED)
        current.clocks.append(terms.promise(at, promised_date, current.case.municipality.zone))
        current.note(reason=reason.strip())
    return current.case
