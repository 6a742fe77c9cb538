"""Agreement routes for tests, and people to pass them."""

from typing import Any

from otklik.cases.models import Answer, Case
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.registry.models import AgreementRoute, Person, RoleAssignment
from tests.district import NOW, District


def make_route(
    district: District, steps: str, code: str = "route", **conditions: Any
) -> AgreementRoute:
    """Store a route; without conditions it fits every answer."""
    return AgreementRoute.objects.create(
        municipality=district.municipality, code=code, name=code, steps=steps, **conditions
    )


def give_role(district: District, person: str, role: str, **reach: Any) -> RoleAssignment:
    """Let somebody of the cast hold one more role."""
    return RoleAssignment.objects.create(
        person=district.people[person], role=role, municipality=district.municipality, **reach
    )


def newcomer(district: District, login: str, role: str, **reach: Any) -> Person:
    """Store one more person of the cast with a role."""
    person = Person.objects.create(
        login=f"{district.municipality.code}-{login}", last_name=login.title()
    )
    district.people[login] = person
    give_role(district, login, role, **reach)
    return person


def put_to_approval(
    district: District, case: Case, author: str = "executor", text: str = "Почистим завтра."
) -> Case:
    """Let the author write the next version and put it to approval."""
    grants = district.grants(author)
    draft_answer(case=case, grants=grants, at=NOW, text=text)
    return submit_answer(case=case, grants=grants, at=NOW)


def steps_of(answer: Answer) -> list[tuple[str, str, str]]:
    """Return the steps of the answer: role, state, and the last name of who passed it."""
    visas = answer.visas.select_related("person").order_by("number")
    return [(v.role, v.state, v.person.last_name if v.person else "") for v in visas]
