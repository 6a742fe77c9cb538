"""Which rows of the registry belong to a municipality, and whose account an editor may touch."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from otklik.registry.grants import Grants
from otklik.registry.models import Municipality, Person, RoleAssignment, Substitution
from otklik.registry.models.regulations import RegulationTerm
from otklik.registry.permissions import Permission


def rows_of(model: type[Model], municipality: Municipality) -> "QuerySet[Any]":
    """Return the rows the municipality may see: its own, and those that belong to none."""
    rows: QuerySet[Any] = model._default_manager.all()
    if model is Municipality:
        return rows.filter(pk=municipality.pk)
    if model is Person:
        return rows.filter(pk__in=_people(municipality))
    if model is Substitution:
        people = _people(municipality)
        return rows.filter(absent__in=people, substitute__in=people)
    if model is RegulationTerm:
        return rows.filter(_own_or_common("regulation__municipality", municipality))
    if any(field.name == "municipality" for field in model._meta.fields):
        return rows.filter(_own_or_common("municipality", municipality))
    return rows


def is_common(row: Model) -> bool:
    """Tell whether the row belongs to no municipality, so that a change of it concerns all."""
    if isinstance(row, Person | Substitution | Municipality):
        return False
    if isinstance(row, RegulationTerm):
        return row.regulation.municipality_id is None
    return getattr(row, "municipality_id", None) is None


def may_edit_common(grants: Grants) -> bool:
    """Tell whether the person edits the registry of every municipality there is."""
    places = Municipality.objects.all()
    return all(grants.allows(Permission.EDIT_REGISTRY, place) for place in places)


def may_change_account(grants: Grants, person: Person) -> bool:
    """Tell whether all places where the person works are ones the editor administers.

    Otherwise a new password would open the register of a municipality that is not his.
    """
    places = set(
        RoleAssignment.objects.filter(person=person).values_list("municipality_id", flat=True)
    )
    if person.organisation is not None:
        places.add(person.organisation.municipality_id)
    return all(grants.scopes_of(Permission.EDIT_REGISTRY, place) for place in places)


def _own_or_common(name: str, municipality: Municipality) -> Q:
    return Q(**{name: municipality}) | Q(**{f"{name}__isnull": True})


def _people(municipality: Municipality) -> "QuerySet[Person, Any]":
    """Return the keys of those who work here, and of those who work nowhere yet."""
    here = Q(organisation__municipality=municipality) | Q(
        role_assignments__municipality=municipality
    )
    nowhere = Q(organisation__isnull=True, role_assignments__isnull=True)
    return Person.objects.filter(here | nowhere).values("pk")
