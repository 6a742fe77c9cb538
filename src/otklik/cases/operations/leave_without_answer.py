"""Leave an appeal without an answer on a ground of the law."""

from datetime import datetime

from otklik.cases import moves, questions, terms
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseKind, LeaveGround, QuestionResult, Resolution
from otklik.registry.calendars import calendar_of
from otklik.registry.grants import Grants
from otklik.registry.grounds import ground_with


class GroundDoesNotFit(Exception):
    """There is no such ground, or it is for the other kind of item."""


class CrimeNotLookedFor(Exception):
    """Nobody has made sure that no crime is told of: such an appeal is sent on (art. 11 part 1)."""


def leave_without_answer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    ground: str,
    remark: str = "",
    notice: str = "",
    is_no_crime: bool = False,
) -> Case:
    """End the case without an answer on the substance and return it.

    ``ground`` is a ``LeaveGround`` or a code of the registry, whose row says whether and in what
    term the applicant is told (59-FZ art. 11). ``notice`` says how he was; without it the clock
    of the notice runs. Raises ``GroundDoesNotFit``, ``CrimeNotLookedFor``,
    ``questions.AnswerOwed`` and what ``moves.move`` raises.
    """
    row = ground_with(case.municipality, ground, case.municipality.local(at).date())
    if ground and row is None and ground not in LeaveGround.values:
        raise GroundDoesNotFit(ground)
    is_appeal = case.kind == CaseKind.APPEAL
    if is_appeal and (ground == LeaveGround.NOT_AN_APPEAL or (row and row.kind == "message")):
        raise GroundDoesNotFit(ground)
    if row is not None and is_appeal and row.wants_crime_check and not is_no_crime:
        raise CrimeNotLookedFor
    given: dict[str, object] = {"ground": ground}
    with moves.move(
        "leave_without_answer", case=case, grants=grants, at=at, given=given
    ) as current:
        questions.end_without_answer(current.case, QuestionResult.LEFT_WITHOUT_ANSWER, at)
        current.set(resolution=Resolution.LEFT_WITHOUT_ANSWER)
        current.case.closed_at = at
        current.note(ground=ground, remark=remark.strip(), notice=notice.strip())
        if is_appeal and row is not None and row.tell_days is not None and not notice.strip():
            started = current.case.registered_at or at
            calendar = calendar_of(current.case.municipality)
            current.clocks.append(terms.notice(started, row.tell_days, calendar))
    return current.case
