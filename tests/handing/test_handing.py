"""Cases handed over for a leave and taken back."""

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.cases.models import Case, Event
from otklik.cases.operations.assign import assign
from otklik.cases.operations.leave_without_answer import leave_without_answer
from otklik.handing.deeds import NothingToHandOver, NothingToTakeBack, hand_over, take_back
from otklik.handing.models import HandOver
from otklik.handing.queries import cases_of, fitting, for_whom, held_by
from otklik.registry.models import Person, RoleAssignment, Substitution
from tests.district import NOW, TODAY, District, build_district

Calls = Callable[[int], list[Case]]
# The same words at the same moment are one call.
_numbers = count(1)


@pytest.fixture
def colleague(district: District) -> Person:
    """Another executor of the council."""
    person = Person.objects.create(
        login="lugovsk-second", last_name="Second", organisation=district.council
    )
    RoleAssignment.objects.create(
        person=person,
        role="executor",
        municipality=district.municipality,
        organisation=district.council,
    )
    return person


@pytest.fixture
def calls(district: District, phone_call: Callable[..., Case]) -> Calls:
    """Cases of the executor of the council."""

    def made(number: int) -> list[Case]:
        grants = district.grants("curator")
        return [
            assign(
                case=phone_call(f"Не чистят снег, дом {next(_numbers)}"),
                grants=grants,
                at=NOW,
                recipient=district.council,
                executor=district.people["executor"],
            )
            for _n in range(number)
        ]

    return made


def executors(cases: list[Case]) -> list[str]:
    return [Case.objects.get(pk=case.pk).executor.last_name for case in cases]  # type: ignore[union-attr]


def test_it_works(district: District, colleague: Person, calls: Calls) -> None:
    cases, grants = calls(3), district.grants("curator")
    owner = district.people["executor"]
    assert list(held_by(owner, grants, district.municipality)) == cases
    made = hand_over(
        cases=cases, from_person=owner, to_person=colleague, grants=grants, at=NOW, reason="Отпуск"
    )
    assert executors(cases) == ["Second"] * 3
    assert Event.objects.filter(name="case.hand_over").count() == 3
    assert for_whom(colleague, district.municipality, TODAY) == [owner]
    assert set(Case.objects.filter(cases_of(owner.pk, colleague, TODAY))) == set(cases)
    leave_without_answer(case=cases[0], grants=grants, at=NOW, ground="insulting")
    assert take_back(hand_over=made, grants=grants, at=NOW) == 2
    assert executors(cases) == ["Second", "Executor", "Executor"]
    assert for_whom(colleague, district.municipality, TODAY) == []
    with pytest.raises(NothingToTakeBack):
        take_back(hand_over=made, grants=grants, at=NOW)


def test_the_state_and_the_clocks_stay(district: District, colleague: Person, calls: Calls) -> None:
    (case,) = calls(1)
    before = (case.state, case.next_due_at, list(case.clocks.values_list("due_at", "met_at")))
    hand_over(
        cases=[case],
        from_person=district.people["executor"],
        to_person=colleague,
        grants=district.grants("lead"),
        at=NOW,
    )
    case.refresh_from_db()
    after = (case.state, case.next_due_at, list(case.clocks.values_list("due_at", "met_at")))
    assert before == after


def test_only_to_somebody_who_may_answer(district: District, calls: Calls) -> None:
    cases, grants = calls(1), district.grants("curator")
    owner, teacher = district.people["executor"], district.people["teacher"]
    rows = held_by(owner, grants, district.municipality)
    assert fitting(rows, teacher, district.municipality, TODAY) == set()
    for receiver in (teacher, district.people["head"], district.people["stranger"], owner):
        with pytest.raises(NothingToHandOver):
            hand_over(cases=cases, from_person=owner, to_person=receiver, grants=grants, at=NOW)
    Substitution.objects.create(absent=owner, substitute=teacher, from_date=TODAY, until_date=TODAY)
    assert fitting(rows, teacher, district.municipality, TODAY) == {cases[0].pk}
    hand_over(cases=cases, from_person=owner, to_person=teacher, grants=grants, at=NOW)
    assert executors(cases) == ["Teacher"]


def test_only_by_somebody_who_may_assign(
    district: District, colleague: Person, calls: Calls
) -> None:
    cases, owner = calls(1), district.people["executor"]
    abroad = build_district("stepnoe")
    for grants in (district.grants("executor"), district.grants("im"), abroad.grants("curator")):
        assert list(held_by(owner, grants, district.municipality)) == []
        with pytest.raises(NothingToHandOver):
            hand_over(cases=cases, from_person=owner, to_person=colleague, grants=grants, at=NOW)
    assert not HandOver.objects.exists()
    assert executors(cases) == ["Executor"]


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_happened_meanwhile_stays(
    district: District, colleague: Person, calls: Calls, data: st.DataObject
) -> None:
    cases, grants = calls(4), district.grants("curator")
    owner = district.people["executor"]
    made = hand_over(cases=cases, from_person=owner, to_person=colleague, grants=grants, at=NOW)
    fates = data.draw(st.lists(st.sampled_from(["stay", "end", "on"]), min_size=4, max_size=4))
    for case, fate in zip(cases, fates, strict=True):
        if fate == "end":
            leave_without_answer(case=case, grants=grants, at=NOW, ground="insulting")
        if fate == "on":
            assign(case=case, grants=grants, at=NOW, recipient=district.council, executor=None)
    if "stay" in fates:
        assert take_back(hand_over=made, grants=grants, at=NOW) == fates.count("stay")
    else:
        with pytest.raises(NothingToTakeBack):
            take_back(hand_over=made, grants=grants, at=NOW)
    wanted = {"stay": owner, "end": colleague, "on": None}
    found = [Case.objects.get(pk=case.pk).executor for case in cases]
    assert found == [wanted[fate] for fate in fates]
