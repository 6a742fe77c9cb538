"""Look at the personal data of a case."""

from datetime import datetime

from otklik.cases.models import Case, InformationRequest, PersonalDataLook
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.registry.models import Person
from otklik.registry.permissions import Permission


def look(*, case: Case, grants: Grants, at: datetime, page: str) -> PersonalDataLook:
    """Write down that the person sees the names and contacts of the case, and return the entry.

    ``page`` names where they are shown (152-FZ art. 19 part 2: looks are registered). Raises
    ``access.NotAllowed`` when they may not be shown to the person.
    """
    access.require(grants, Permission.VIEW_PERSONAL, case)
    return PersonalDataLook.objects.create(
        person=grants.person,
        municipality_id=case.municipality_id,
        case_id=case.pk,
        at=at,
        page=page,
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
