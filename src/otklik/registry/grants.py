"""The permissions a person holds on a day: own roles and those of people he substitutes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from otklik.registry.models.effective import in_force
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.organisations import Organisation
from otklik.registry.models.people import Person, RoleAssignment
from otklik.registry.permissions import ROLE_GRANTS, Permission, ScopeKind


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a permission reaches: ``None`` does not limit.

    ``block_ids`` and ``organisation_ids`` are keys of the registry, ``channels`` symbols.
    """

    channels: frozenset[str] | None = None
    block_ids: frozenset[int] | None = None
    organisation_ids: frozenset[int] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the scope is the whole municipality."""
        return self.channels is None and self.block_ids is None and self.organisation_ids is None


@dataclass(frozen=True, slots=True)
class Grants:
    """All a person may do, by municipality and permission."""

    person: Person
    scopes: dict[tuple[int, Permission], tuple[Scope, ...]] = field(default_factory=dict)

    def allows(self, permission: Permission, municipality: Municipality) -> bool:
        """Tell whether the person holds the permission anywhere in the municipality."""
        return (municipality.pk, permission) in self.scopes

    def scopes_of(self, permission: Permission, municipality_id: int) -> tuple[Scope, ...]:
        """Return where the permission reaches in the municipality; empty means nowhere."""
        return self.scopes.get((municipality_id, permission), ())

    def municipality_ids(self) -> set[int]:
        """Return the keys of the municipalities where the person may do anything."""
        return {municipality_id for municipality_id, _permission in self.scopes}


def roles_held(person: Person, on: date) -> list[RoleAssignment]:
    """Return the role assignments in force on the day, those held as a substitute included."""
    holders = RoleAssignment.objects.filter(person=person) | RoleAssignment.objects.filter(
        person__in=absent_for(person, on).values("pk")
    )
    return list(holders.filter(in_force(on)).select_related("person"))


def absent_for(person: Person, on: date) -> QuerySet[Person]:
    """Return the people whose substitute the person is on the day."""
    return Person.objects.filter(
        absences__substitute=person, absences__from_date__lte=on, absences__until_date__gte=on
    ).distinct()


def grants_of(person: Person, on: date) -> Grants:
    """Return what the person may do on the day ``on``; an inactive person may do nothing."""
    if not person.is_active:
        return Grants(person)
    collected: dict[tuple[int, Permission], set[Scope]] = defaultdict(set)
    assignments = roles_held(person, on)
    subordinates = _organisations_below(assignments)
    for assignment in assignments:
        for grant in ROLE_GRANTS.get(assignment.role, ()):
            scope = _scope(assignment, grant.scope, grant.channels, subordinates)
            if scope is not None:
                collected[(assignment.municipality_id, grant.permission)].add(scope)
    return Grants(person, {key: _widest(scopes) for key, scopes in collected.items()})


def grants_of_office(municipality: Municipality, *permissions: Permission) -> Grants:
    """Return what the office itself may do where no person acts: these permissions and no more.

    For its clock (a promised day has passed) and its public page (an applicant rates an answer).
    The person is nobody's row, so the log names none; who acts is told by the actor of the entry.
    """
    scopes: dict[tuple[int, Permission], tuple[Scope, ...]] = {
        (municipality.pk, permission): (Scope(),) for permission in permissions
    }
    return Grants(Person(login=""), scopes)


def _scope(
    assignment: RoleAssignment,
    kind: ScopeKind,
    channels: frozenset[str],
    subordinates: dict[int, frozenset[int]],
) -> Scope | None:
    if kind == ScopeKind.MUNICIPALITY:
        return Scope()
    if kind == ScopeKind.CHANNELS:
        return Scope(channels=channels)
    if kind == ScopeKind.BLOCK:
        return Scope(block_ids=frozenset({assignment.block_id})) if assignment.block_id else None
    organisation_id = assignment.organisation_id or assignment.person.organisation_id
    if organisation_id is None:
        return None
    return Scope(organisation_ids=subordinates[organisation_id])


def _widest(scopes: set[Scope]) -> tuple[Scope, ...]:
    whole = [scope for scope in scopes if scope.is_whole]
    return tuple(whole[:1] or sorted(scopes, key=repr))


def _organisations_below(assignments: Iterable[RoleAssignment]) -> dict[int, frozenset[int]]:
    roots = {a.organisation_id or a.person.organisation_id for a in assignments} - {None}
    if not roots:
        return {}
    municipalities = {a.municipality_id for a in assignments}
    children: dict[int, list[int]] = defaultdict(list)
    pairs = Organisation.objects.filter(municipality__in=municipalities, parent__isnull=False)
    for key, parent in pairs.values_list("pk", "parent_id"):
        children[parent].append(key)
    return {root: _below(root, children) for root in roots if root is not None}


def _below(root: int, children: dict[int, list[int]]) -> frozenset[int]:
    found = {root}
    waiting = [root]
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
