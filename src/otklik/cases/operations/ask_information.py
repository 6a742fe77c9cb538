"""Ask another body or a person for information a case cannot be answered without."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case, InformationRequest
from otklik.cases.models.information import Shown
from otklik.cases.queries import access
from otklik.clock import LastDayRule, Term, Unit, due_at
from otklik.registry.calendars import calendar_of
from otklik.registry.grants import Grants, roles_held
from otklik.registry.models import Organisation, Person

LONGEST = 60


class NobodyHereToAsk(Exception):
    """Neither a body nor a person of the municipality is named, or both are."""


class ShownWithoutReason(Exception):
    """Personal data may be shown only with a reason, by who sees them (152-FZ art. 5)."""


class TermOfRequestOutOfBounds(Exception):
    """The term is shorter than a day or longer than anybody may wait."""


def ask_information(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    question: str,
    organisation: Organisation | None = None,
    person: Person | None = None,
    days: int | None = None,
    shown: str = Shown.QUESTION,
    shown_reason: str = "",
) -> Case:
    """Put the question to the body or the person and return the case.

    Without ``days`` the term is that of the municipality (59-FZ art. 10 part 2: 15 days). The
    terms of the case run on: the law lets them be extended for it (art. 12 part 2), not stopped.
    Raises ``NobodyHereToAsk``, ``ShownWithoutReason``, ``TermOfRequestOutOfBounds`` and what
    ``moves.move`` raises.
    """
    _check_asked(case, at, organisation, person)
    term = _term(case, days)
    given: dict[str, object] = {"question": question}
    with moves.move("ask_information", case=case, grants=grants, at=at, given=given) as current:
        if shown == Shown.PERSONAL and not (
            shown_reason.strip() and access.sees_personal_data(grants, current.case)
        ):
            raise ShownWithoutReason
        request = InformationRequest.objects.create(
            case=current.case,
            organisation=organisation,
            person=person,
            question=question.strip(),
            shown=Shown(shown),
            shown_reason=shown_reason.strip() if shown == Shown.PERSONAL else "",
            asked_by=grants.person,
            asked_at=at,
            due_at=due_at(at, term, calendar_of(current.case.municipality)),
        )
        current.note(
            request=request.pk,
            asked=str(request.asked),
            question=request.question,
            due_after=request.due_at,
            shown=request.shown,
            reason=request.shown_reason,
        )
    return current.case


def _check_asked(
    case: Case, at: datetime, organisation: Organisation | None, person: Person | None
) -> None:
    if (organisation is None) == (person is None):
        raise NobodyHereToAsk
    if organisation is not None and organisation.municipality_id != case.municipality_id:
        raise NobodyHereToAsk
    on = case.municipality.local(at).date()
    if person is not None and not (
        person.is_active
        and any(held.municipality_id == case.municipality_id for held in roles_held(person, on))
    ):
        raise NobodyHereToAsk


def _term(case: Case, days: int | None) -> Term:
    municipality = case.municipality
    amount = municipality.information_days if days is None else days
    if not 1 <= amount <= LONGEST:
        raise TermOfRequestOutOfBounds(str(LONGEST))
    rule = LastDayRule(municipality.information_last_day)
    return Term(amount, Unit(municipality.information_unit), rule)
