"""Look at the personal data of a case."""

from datetime import datetime

from otklik.cases.models import Case, InformationRequest, PersonalDataLook
from otklik.cases.queries import access
from otklik.cases.states import StepIncomplete
from otklik.registry.grants import Grants
from otklik.registry.models import Person
from otklik.registry.permissions import Permission


def look(
    *, case: Case, grants: Grants, at: datetime, page: str, reason: str = ""
) -> PersonalDataLook:
    """Write down that the person sees the names and contacts of the case, and return the entry.

    ``page`` names where they are shown (152-FZ art. 19 part 2: looks are registered). Whose role
    does not show them may have the right to look with a ``reason``. Raises ``access.NotAllowed``
    when they may not be shown to the person, ``StepIncomplete`` without a reason.
    """
    if not access.sees_personal_data(grants, case):
        access.require(grants, Permission.UNMASK_PERSONAL, case)
        if not reason.strip():
            raise StepIncomplete("look", "reason")
    access.require(grants, Permission.VIEW_CASE, case)
    return PersonalDataLook.objects.create(
        person=grants.person,
        municipality_id=case.municipality_id,
        case_id=case.pk,
        at=at,
        page=page,
        reason=reason.strip(),
    )


def look_for_request(*, request: InformationRequest, person: Person, at: datetime) -> None:
    """Write down that somebody asked for information was shown the applicant with the question."""
    PersonalDataLook.objects.create(
        person=person,
        municipality_id=request.case.municipality_id,
        case_id=request.case_id,
        at=at,
        page="information-request",
    )
