"""Look at the personal data of a case."""

from datetime import datetime

from otklik.cases.models import Case, PersonalDataLook
from otklik.cases.queries import access
from otklik.registry.grants import Grants
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
