"""Who is to be told: people by their roles, substitutes of the absent with them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from otklik.cases.models import Case
from otklik.cases.queries import access
from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import Municipality, Person, RoleAssignment, Substitution
from otklik.registry.models.effective import in_force
from otklik.registry.models.people import Role
from otklik.registry.permissions import ROLE_GRANTS, Permission

# Of a case that waits for an executor to be named all of the recipient are told, but no crowd.
MOST_OF_A_BODY = 30


class Staff:
    """The people of a municipality on a day; rows are read when they are first asked for."""

    def __init__(self, municipality: Municipality, on: date) -> None:
        """Take the roles in force on the day ``on``."""
        self.municipality = municipality
        self.on = on
        self._grants: dict[int, Grants] = {}

    @cached_property
    def _assignments(self) -> list[RoleAssignment]:
        rows = RoleAssignment.objects.filter(in_force(self.on), municipality=self.municipality)
        return list(rows.select_related("person").order_by("pk"))

    @cached_property
    def _substitutes(self) -> dict[int, list[Person]]:
        rows = Substitution.objects.filter(from_date__lte=self.on, until_date__gte=self.on)
        found: dict[int, list[Person]] = defaultdict(list)
        for row in rows.select_related("substitute"):
            found[row.absent_id].append(row.substitute)
        return found

    def grants(self, person: Person) -> Grants:
        """Return what the person may do on the day."""
        if person.pk not in self._grants:
            self._grants[person.pk] = grants_of(person, self.on)
        return self._grants[person.pk]

    def sees(self, person: Person, case: Case) -> bool:
        """Tell whether the person may see the case."""
        return access.may(self.grants(person), Permission.VIEW_CASE, case)

    def with_substitutes(self, people: Iterable[Person]) -> list[Person]:
        """Return the people, each once, and those who stand in for them."""
        found: dict[int, Person] = {}
        for person in people:
            found[person.pk] = person
            found |= {other.pk: other for other in self._substitutes.get(person.pk, ())}
        return [person for person in found.values() if person.is_active]

    def executors(self, case: Case) -> list[Person]:
        """Return the executor of the case, without one those of its recipient."""
        if case.executor is not None:
            return self.with_substitutes([case.executor])
        return self.of_body(case.recipient_id)

    def of_body(self, organisation_id: int | None) -> list[Person]:
        """Return the executors of the organisation itself, not of those above it."""
        held = [
            row.person
            for row in self._assignments
            if row.role == Role.EXECUTOR
            and organisation_id is not None
            and (row.organisation_id or row.person.organisation_id) == organisation_id
        ]
        return self.with_substitutes(held[:MOST_OF_A_BODY])

    def with_role(self, role: str, case: Case) -> list[Person]:
        """Return the people to whom a step of escalation for the role leads in the case.

        Whose role assigns cases within a block or channels is told of those alone.
        """
        if role == Role.EXECUTOR:
            return self.executors(case)
        held = self.with_substitutes(row.person for row in self._assignments if row.role == role)
        is_assigning = any(g.permission is Permission.ASSIGN_CASE for g in ROLE_GRANTS[role])
        permission = Permission.ASSIGN_CASE if is_assigning else Permission.VIEW_CASE
        return [person for person in held if access.may(self.grants(person), permission, case)]

    def holding(self, permission: Permission, case: Case) -> list[Person]:
        """Return all who hold the permission in the case."""
        people = self.with_substitutes(row.person for row in self._assignments)
        return [person for person in people if access.may(self.grants(person), permission, case)]

    def nearest(self, permission: Permission, case: Case) -> list[Person]:
        """Return who holds the permission in the case within a scope, without one all who do."""
        people = self.holding(permission, case)
        near = [
            person
            for person in people
            if not any(
                scope.is_whole
                for scope in self.grants(person).scopes_of(permission, case.municipality_id)
            )
        ]
        return near or people
