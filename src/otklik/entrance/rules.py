"""What is asked of a person at the door: the strictest of the rules of all roles held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from otklik.registry.grants import roles_held
from otklik.registry.models import LoginPolicy, Person, RoleAssignment
from otklik.registry.models.effective import in_force
from otklik.registry.models.login_policy import SecondFactor


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether a second factor is required, how long one may be idle and stay; none: no limit."""

    is_required: bool = False
    idle: timedelta | None = None
    longest: timedelta | None = None

    @property
    def idle_minutes(self) -> int:
        """The longest time without work in minutes; 0: no limit."""
        return int(self.idle.total_seconds()) // 60 if self.idle else 0

    @property
    def longest_hours(self) -> int:
        """The longest session in hours; 0: no limit."""
        return int(self.longest.total_seconds()) // 3600 if self.longest else 0


def rule_for(person: Person, on: date, assignments: list[RoleAssignment] | None = None) -> Rule:
    """Return what is asked of the person on the day, roles held as a substitute included.

    ``assignments`` are the roles held that day where they have been asked for already.
    """
    found = roles_held(person, on) if assignments is None else assignments
    held = {(one.municipality_id, one.role) for one in found}
    if not held:
        return Rule()
    places = {municipality_id for municipality_id, _role in held}
    rows = LoginPolicy.objects.filter(in_force(on), role__in={role for _place, role in held})
    by_place: dict[tuple[int | None, str], list[LoginPolicy]] = {}
    for row in rows:
        if row.municipality_id is None or row.municipality_id in places:
            by_place.setdefault((row.municipality_id, row.role), []).append(row)
    return strictest(
        row
        for place, role in held
        for row in by_place.get((place, role)) or by_place.get((None, role), [])
    )


def strictest(rows: Iterable[LoginPolicy]) -> Rule:
    """Return the rule that satisfies every row."""
    found = list(rows)
    idle = [row.idle_minutes for row in found if row.idle_minutes is not None]
    longest = [r.longest_session_hours for r in found if r.longest_session_hours is not None]
    return Rule(
        any(row.second_factor == SecondFactor.REQUIRED for row in found),
        timedelta(minutes=min(idle)) if idle else None,
        timedelta(hours=min(longest)) if longest else None,
    )
