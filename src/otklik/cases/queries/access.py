"""The gate: which cases a person may see or act on, and whether names are shown to him."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from otklik.cases.models import Case
from otklik.cases.models.case import CaseQuerySet
from otklik.registry.grants import Grants, Scope
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission


class NotAllowed(Exception):
    """The person does not hold the permission for this case."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


def cases_for(
    grants: Grants,
    municipality: Municipality,
    permission: Permission = Permission.VIEW_CASE,
    *,
    within: CaseQuerySet | None = None,
    prefix: str = "",
) -> CaseQuerySet:
    """Return the cases of the municipality that the permission reaches.

    Lists give ``within`` with aliases of the columns and the ``prefix`` of their names, to keep
    the condition from the choice of an index.
    """
    cases = (Case.objects.all() if within is None else within).of_municipality(municipality)
    scopes = grants.scopes_of(permission, municipality.pk)
    if not scopes:
        return cases.none()
    if any(scope.is_whole for scope in scopes):
        return cases
    return cases.filter(reached(scopes, prefix))


def reached(scopes: Iterable[Scope], prefix: str = "") -> Q:
    """Return the condition of the cases in any of the scopes; no scope means none.

    ``prefix`` leads to the case, or to aliases of its columns.
    """
    found = list(scopes)
    if not found:
        return Q(pk__in=[])
    if any(scope.is_whole for scope in found):
        return Q()
    return reduce(or_, (_condition(scope, prefix) for scope in found))


def may(grants: Grants, permission: Permission, case: Case) -> bool:
    """Tell whether the person may do this to the case."""
    return any(reaches(scope, case) for scope in grants.scopes_of(permission, case.municipality_id))


def require(grants: Grants, permission: Permission, case: Case) -> None:
    """Raise ``NotAllowed`` unless the person may do this to the case and may see it."""
    if not (may(grants, permission, case) and may(grants, Permission.VIEW_CASE, case)):
        raise NotAllowed(permission)


def case_for(grants: Grants, municipality: Municipality, number: str) -> Case:
    """Return the case with the number, if the person may see it.

    Raises ``Case.DoesNotExist`` for an unknown number and for a case he may not see alike.
    """
    return cases_for(grants, municipality).with_names().get(number=number)


def sees_personal_data(grants: Grants, case: Case) -> bool:
    """Tell whether names and contacts in this case are shown to the person."""
    return may(grants, Permission.VIEW_PERSONAL, case)


def _condition(scope: Scope, prefix: str) -> Q:
    condition = Q()
    if scope.channels is not None:
        condition &= Q(**{f"{prefix}channel__in": sorted(scope.channels)})
    if scope.block_ids is not None:
        condition &= Q(**{f"{prefix}block__in": sorted(scope.block_ids)})
    if scope.organisation_ids is not None:
        condition &= Q(**{f"{prefix}recipient__in": sorted(scope.organisation_ids)})
    return condition


def reaches(scope: Scope, case: Case) -> bool:
    """Tell whether the case lies in the scope."""
    return (
        (scope.channels is None or case.channel in scope.channels)
        and (scope.block_ids is None or case.block_id in scope.block_ids)
        and (scope.organisation_ids is None or case.recipient_id in scope.organisation_ids)
    )
