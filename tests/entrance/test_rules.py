"""Rules of logging in: whose row holds on which day, and that the strictest role wins."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.entrance.rules import Rule, rule_for, strictest
from otklik.registry.models import LoginPolicy, RoleAssignment, Substitution
from tests.district import TODAY, District, build_district

FIGURES = st.one_of(st.none(), st.integers(1, 1440))
ROWS = st.lists(st.tuples(st.booleans(), FIGURES, FIGURES), max_size=6)
Told = list[tuple[bool, int | None, int | None]]


def made(rows: Told) -> list[LoginPolicy]:
    return [
        LoginPolicy(
            second_factor="required" if is_required else "offered",
            idle_minutes=idle,
            longest_session_hours=longest,
        )
        for is_required, idle, longest in rows
    ]


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def policy(role: str, place: District | None = None, **fields: object) -> LoginPolicy:
    return LoginPolicy.objects.create(
        role=role, municipality=place.municipality if place else None, **fields
    )


@given(ROWS)
def test_the_strictest_satisfies_every_row(told: Told) -> None:
    rows = made(told)
    rule = strictest(rows)
    assert rule.is_required == any(row.second_factor == "required" for row in rows)
    for row in rows:
        if row.idle_minutes is not None:
            assert rule.idle is not None
            assert rule.idle <= timedelta(minutes=row.idle_minutes)
        if row.longest_session_hours is not None:
            assert rule.longest is not None
            assert rule.longest <= timedelta(hours=row.longest_session_hours)
    assert (rule.idle is None) == all(row.idle_minutes is None for row in rows)


@given(ROWS, ROWS)
def test_another_role_never_loosens_a_rule(told: Told, more: Told) -> None:
    rule, both = strictest(made(told)), strictest(made([*told, *more]))
    assert both.is_required or not rule.is_required
    assert rule.idle is None or (both.idle is not None and both.idle <= rule.idle)


def test_without_rows_nothing_is_asked(district: District) -> None:
    assert rule_for(district.people["curator"], TODAY) == Rule()


def test_a_row_of_the_municipality_stands_in_the_place_of_the_common_one(
    district: District,
) -> None:
    policy("curator", second_factor="required", idle_minutes=30)
    assert rule_for(district.people["curator"], TODAY).is_required
    policy("curator", district, second_factor="offered")
    assert rule_for(district.people["curator"], TODAY) == Rule()
    elsewhere = build_district("stepnoe")
    assert rule_for(elsewhere.people["curator"], TODAY).is_required


def test_a_row_holds_from_day_to_day(district: District) -> None:
    policy("curator", district, second_factor="required", valid_from=date(2027, 1, 1))
    policy("curator", second_factor="offered", idle_minutes=60)
    person = district.people["curator"]
    assert rule_for(person, date(2026, 12, 31)) == Rule(idle=timedelta(hours=1))
    assert rule_for(person, date(2027, 1, 1)) == Rule(is_required=True)


def test_of_two_municipalities_the_stricter_holds(district: District) -> None:
    other = build_district("stepnoe")
    person = district.people["curator"]
    RoleAssignment.objects.create(person=person, role="auditor", municipality=other.municipality)
    policy("auditor", other, second_factor="required", longest_session_hours=8)
    policy("curator", district, longest_session_hours=12, idle_minutes=20)
    assert rule_for(person, TODAY) == Rule(True, timedelta(minutes=20), timedelta(hours=8))


def test_a_substitute_is_asked_as_much_as_whom_he_substitutes(district: District) -> None:
    policy("curator", second_factor="required")
    person = district.people["executor"]
    assert not rule_for(person, TODAY).is_required
    Substitution.objects.create(
        absent=district.people["curator"], substitute=person, from_date=TODAY, until_date=TODAY
    )
    assert rule_for(person, TODAY).is_required
