"""Requests for information: those a person may answer, and those he waits for."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from otklik.cases.models import Case, InformationRequest
from otklik.cases.queries import access
from otklik.registry.grants import Grants, absent_for
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission

OPEN = Q(answered_at__isnull=True, cancelled_at__isnull=True)


def asked_of(grants: Grants, municipality: Municipality, on: date) -> QuerySet[InformationRequest]:
    """Return the requests put to the person, to whom he substitutes or to their bodies.

    Of a cancelled one nothing is to be seen any more.
    """
    person = grants.person
    condition = Q(person=person.pk) | Q(person__in=absent_for(person, on).values("pk"))
    for scope in grants.scopes_of(Permission.GIVE_INFORMATION, municipality.pk):
        if scope.organisation_ids is not None:
            condition |= Q(organisation__in=sorted(scope.organisation_ids))
        elif scope.block_ids is not None:
            condition |= Q(organisation__block__in=sorted(scope.block_ids))
        elif person.organisation_id is not None:
            # A coordinator answers for his own body; for others he writes down what they told.
            condition |= Q(organisation=person.organisation_id)
    if not grants.municipality_ids() & {municipality.pk}:
        return InformationRequest.objects.none()
    rows = InformationRequest.objects.filter(condition, case__municipality=municipality)
    return rows.filter(cancelled_at__isnull=True)


def waited_for(grants: Grants, municipality: Municipality) -> QuerySet[InformationRequest]:
    """Return the requests about cases for which the person may ask for information."""
    cases = access.cases_for(grants, municipality)
    cases = access.cases_for(grants, municipality, Permission.ASK_INFORMATION, within=cases)
    rows = InformationRequest.objects.filter(case__municipality=municipality)
    return rows.filter(Exists(cases.filter(pk=OuterRef("case_id"))))


def may_give(request: InformationRequest, grants: Grants, case: Case, at: datetime) -> bool:
    """Tell whether the person may answer: one of those asked, or who asks for them in the case."""
    if access.may(grants, Permission.ASK_INFORMATION, case) and access.may(
        grants, Permission.VIEW_CASE, case
    ):
        return True
    on = case.municipality.local(at).date()
    return asked_of(grants, case.municipality, on).filter(pk=request.pk).exists()
