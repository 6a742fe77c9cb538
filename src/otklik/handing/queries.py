"""What may be handed over, and for whom a person works at present."""

from datetime import date

from django.db.models import Q

from otklik.cases.models import Case
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import OPEN_STATES
from otklik.cases.queries import access
from otklik.handing.models import HandOver
from otklik.registry.grants import Grants, absent_for, grants_of
from otklik.registry.models import Municipality, Person
from otklik.registry.permissions import Permission


def held_by(person: Person, grants: Grants, municipality: Municipality) -> CaseQuerySet:
    """Return the open cases of the person that may be assigned, the first to end first."""
    cases = access.cases_for(grants, municipality)
    cases = access.cases_for(grants, municipality, Permission.ASSIGN_CASE, within=cases)
    return cases.open().filter(executor=person).order_by("next_due_at", "pk")


def fitting(
    cases: CaseQuerySet, receiver: Person, municipality: Municipality, on: date
) -> set[int]:
    """Return the keys of those of the cases whose answer the receiver may write on the day."""
    receiving = grants_of(receiver, on)
    may = access.cases_for(receiving, municipality, Permission.DRAFT_ANSWER, within=cases)
    return set(may.values_list("pk", flat=True))


def for_whom(person: Person, municipality: Municipality, on: date) -> list[Person]:
    """Return those whose cases the person has: as a substitute today, or handed over to him."""
    handed = HandOver.objects.filter(
        municipality=municipality,
        to_person=person,
        taken_back_at=None,
        cases__executor=person,
        cases__state__in=OPEN_STATES,
    )
    absent = absent_for(person, on).values("pk")
    people = Person.objects.filter(Q(pk__in=absent) | Q(pk__in=handed.values("from_person")))
    return list(people.order_by("last_name", "first_name", "pk"))


def cases_of(whom: int, holder: Person, on: date) -> Q:
    """Return the condition of the cases the holder has for the other on the day.

    Those handed over to him and still with him, and as a substitute all the other's own.
    """
    handed = Case.objects.filter(
        hand_overs__from_person=whom,
        hand_overs__to_person=holder,
        hand_overs__taken_back_at=None,
        executor=holder,
    )
    own = Q(executor__in=absent_for(holder, on).filter(pk=whom).values("pk"))
    return own | Q(pk__in=handed.values("pk"))
