"""The permissions a person holds on a day: own roles and those of people he substitutes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from otklik.registry.models.effective import in_force
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.organisations import Organisation
from otklik.registry.models.people import Person, RoleAssignment, Substitution
from otklik.registry.permissions import ROLE_GRANTS, ROUTE_ROLES, Permission, ScopeKind


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
    """All a person may do, by municipality and permission.

    ``roles`` tells how far he may agree answers in which role: data (an agreement route) names
    roles, code never does. ``homes`` are the blocks and organisations he works for, whatever
    else he may reach. ``on`` is the day all this holds.
    """

    person: Person
    scopes: dict[tuple[int, Permission], tuple[Scope, ...]] = field(default_factory=dict)
    roles: dict[tuple[int, str], tuple[Scope, ...]] = field(default_factory=dict)
    homes: dict[int, Scope] = field(default_factory=dict)
    on: date = date.min

    def allows(self, permission: Permission, municipality: Municipality) -> bool:
        """Tell whether the person holds the permission anywhere in the municipality."""
        return (municipality.pk, permission) in self.scopes

    def scopes_of(self, permission: Permission, municipality_id: int) -> tuple[Scope, ...]:
        """Return where the permission reaches in the municipality; empty means nowhere."""
        return self.scopes.get((municipality_id, permission), ())

    def scopes_as(self, roles: Iterable[str], municipality_id: int) -> tuple[Scope, ...]:
        """Return where the person may agree answers in any of the roles; empty means nowhere."""
        return tuple(s for role in roles for s in self.roles.get((municipality_id, role), ()))

    def home(self, municipality_id: int) -> Scope:
        """Return the blocks and organisations the person works for; sets, perhaps empty."""
        return self.homes.get(municipality_id, Scope(None, frozenset(), frozenset()))

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
    )


def grants_of(person: Person, on: date, held: list[RoleAssignment] | None = None) -> Grants:
    """Return what the person may do on the day ``on``; an inactive person may do nothing.

    ``held`` are the roles held that day where they have been asked for already.
    """
    if not person.is_active:
        return Grants(person)
    collected: dict[tuple[int, Permission], set[Scope]] = defaultdict(set)
    roles: dict[tuple[int, str], set[Scope]] = defaultdict(set)
    assignments = roles_held(person, on) if held is None else held
    subordinates = _organisations_below(assignments)
    for assignment in assignments:
        for grant in ROLE_GRANTS.get(assignment.role, ()):
            scope = _scope(assignment, grant.scope, grant.channels, subordinates)
            if scope is None:
                continue
            collected[(assignment.municipality_id, grant.permission)].add(scope)
            if grant.permission == Permission.AGREE_ANSWER:
                roles[(assignment.municipality_id, assignment.role)].add(scope)
    return Grants(
        person,
        {key: _widest(scopes) for key, scopes in collected.items()},
        {key: _widest(scopes) for key, scopes in roles.items()},
        _homes(collected),
        on,
    )


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who may agree answers in a role on a day, and where."""

    person: Person
    role: str
    scope: Scope


def holdings_of(municipality: Municipality, on: date) -> list[Holding]:
    """Return who may agree answers in which role on the day ``on``, substitutes included.

    One who may not log in is left out; his substitute is not, until the substitution ends.
    """
    assignments = list(
        RoleAssignment.objects.filter(in_force(on), municipality=municipality)
        .filter(role__in=ROUTE_ROLES)
        .select_related("person")
        .order_by("person__last_name", "person_id", "pk")
    )
    standing_in = defaultdict(list)
    substitutions = Substitution.objects.filter(
        absent__in={a.person_id for a in assignments}, from_date__lte=on, until_date__gte=on
    )
    for one in substitutions.select_related("substitute"):
        standing_in[one.absent_id].append(one.substitute)
    subordinates = _organisations_below(assignments)
    found = []
    for assignment in assignments:
        for grant in ROLE_GRANTS[assignment.role]:
            scope = _scope(assignment, grant.scope, grant.channels, subordinates)
            if grant.permission != Permission.AGREE_ANSWER or scope is None:
                continue
            people = (assignment.person, *standing_in[assignment.person_id])
            found += [Holding(p, assignment.role, scope) for p in people if p.is_active]
    return found


def _homes(collected: dict[tuple[int, Permission], set[Scope]]) -> dict[int, Scope]:
    blocks: dict[int, set[int]] = defaultdict(set)
    bodies: dict[int, set[int]] = defaultdict(set)
    for (municipality_id, _permission), scopes in collected.items():
        for scope in scopes:
            blocks[municipality_id] |= scope.block_ids or set()
            bodies[municipality_id] |= scope.organisation_ids or set()
    return {key: Scope(None, frozenset(blocks[key]), frozenset(bodies[key])) for key in blocks}


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
    roots = {
        assignment.organisation_id or assignment.person.organisation_id
        for assignment in assignments
        if any(g.scope == ScopeKind.ORGANISATION for g in ROLE_GRANTS.get(assignment.role, ()))
    } - {None}
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
