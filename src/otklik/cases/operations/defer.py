"""Defer the solution of a case to a promised date."""

from collections.abc import Sequence
from datetime import date, datetime

from otklik.cases import moves, promises, terms
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseKind, Resolution
from otklik.registry.grants import Grants


class AppealNotDeferrable(Exception):
    """An appeal under 59-FZ is answered in its term: the law knows an extension, no deferral."""


class StepBeyondPromise(Exception):
    """A step of the plan would end after the day the applicant was promised."""


def defer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    promised_date: date,
    reason: str,
    notice: str = "",
    plan: Sequence[promises.PlannedStep] = (),
) -> Case:
    """Put the case off to the promised day, when it comes back to the board; return the case.

    ``notice`` is what the applicant was told (facts.md 2.5: a plan of works with a day). The
    terms of the answer end with it; one that was missed already stays missed. Raises
    ``AppealNotDeferrable``, ``PromiseInThePast``, ``StepBeyondPromise`` and what ``moves.move``
    raises.
    """
    promises.check_day(case, promised_date, at)
    if any(step.date > promised_date for step in plan):
        raise StepBeyondPromise
    given: dict[str, object] = {"promised_date": promised_date, "reason": reason}
    with moves.move("defer", case=case, grants=grants, at=at, given=given) as current:
        if current.case.kind == CaseKind.APPEAL:
            raise AppealNotDeferrable
        # A row that runs from an earlier deferral, taken back before its day, is moved by this.
        steps = [step.as_json() for step in plan]
        told = {"reason": reason, "notice": notice}
        by = grants.person
        promises.begin(current.case, promised_date=promised_date, at=at, by=by, plan=steps, **told)
        current.set(promised_date=promised_date, resolution=Resolution.DEFERRED)
        current.clocks.append(terms.promise(at, promised_date, current.case.municipality.zone))
        current.note(reason=reason.strip(), notice=notice.strip())
        if steps:
            current.note(plan=steps)
    return current.case
