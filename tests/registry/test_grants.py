"""Who may agree answers in which role, on a day."""

from datetime import timedelta

import pytest

from otklik.registry.grants import Holding, Scope, holdings_of
from otklik.registry.models import Substitution
from otklik.registry.permissions import ROLE_GRANTS, Permission
from tests.agreement import give_role
from tests.district import TODAY, District, build_district

DAY = timedelta(days=1)


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def held(district: District, days: int = 0) -> set[tuple[str, str]]:
    found = holdings_of(district.municipality, TODAY + days * DAY)
    return {(one.person.last_name, one.role) for one in found}


def test_who_approves_may_be_put_on_a_route_and_reaches_as_far() -> None:
    for role, grants in ROLE_GRANTS.items():
        reach = {
            permission: {(g.scope, g.channels) for g in grants if g.permission == permission}
            for permission in (Permission.APPROVE_ANSWER, Permission.AGREE_ANSWER)
        }
        approves, agrees = reach.values()
        assert approves <= agrees, role


def test_holders_are_those_of_the_day_with_their_reach(district: District) -> None:
    give_role(district, "teacher", "curator", valid_from=TODAY + DAY)
    give_role(district, "stranger", "head", valid_until=TODAY)
    assert held(district) == {
        ("Curator", "curator"),
        ("Im", "incident_coordinator"),
        ("Pos", "feedback_coordinator"),
        ("Lead", "block_lead"),
        ("Head", "head"),
    }
    assert ("Teacher", "curator") in held(district, 1)
    lead = Holding(
        district.people["lead"], "block_lead", Scope(block_ids=frozenset({district.block.pk}))
    )
    assert lead in holdings_of(district.municipality, TODAY)


def test_a_substitute_holds_what_the_absent_holds(district: District) -> None:
    Substitution.objects.create(
        absent=district.people["lead"],
        substitute=district.people["teacher"],
        from_date=TODAY,
        until_date=TODAY + DAY,
    )
    assert {("Lead", "block_lead"), ("Teacher", "block_lead")} <= held(district)
    assert ("Teacher", "block_lead") not in held(district, 2)
    # The account of the absent person is closed: somebody still has to answer.
    district.people["lead"].is_active = False
    district.people["lead"].save()
    assert ("Lead", "block_lead") not in held(district)
    assert ("Teacher", "block_lead") in held(district)


def test_what_one_works_for_is_known_beside_what_one_reaches(district: District) -> None:
    give_role(district, "lead", "curator")
    home = district.grants("lead").home(district.municipality.pk)
    assert home.block_ids == {district.block.pk}
    assert not home.organisation_ids
    assert district.grants("executor").home(district.municipality.pk).organisation_ids == {
        district.council.pk
    }
    assert not district.grants("curator").home(district.municipality.pk).block_ids
