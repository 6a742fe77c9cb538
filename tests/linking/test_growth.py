"""Growth as it widens, shifts and is decided of: what is proposed is neither lost nor doubled."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from otklik.cases.models import Case
from otklik.cases.operations.classify import classify
from otklik.cases.operations.close_problem import close_problem
from otklik.cases.queries.access import NotAllowed
from otklik.linking.deeds import accept_problem, decline_problem
from otklik.linking.models import ProblemProposal
from otklik.linking.proposals import proposed_problems
from otklik.registry.models import Territory
from tests.district import NOW, District
from tests.linking.conftest import DIFFERENT_WORDS, PLACE, look

Call = Callable[..., Case]
Calls = Callable[..., list[Case]]


def test_a_case_declined_for_one_topic_counts_for_another(
    district: District, snow_calls: Calls
) -> None:
    calls = snow_calls()
    grants = district.grants("curator")
    decline_problem(proposal=ProblemProposal.objects.get(), grants=grants, at=NOW)
    for case in calls:
        classify(case=case, grants=grants, at=NOW, topic=district.dogs)
    look(1)
    assert ProblemProposal.objects.get(state="open").topic == district.dogs


@pytest.fixture
def garden_calls(district: District, phone_call: Call) -> Callable[..., None]:
    Territory.objects.create(
        municipality=district.municipality,
        code="sadovaya",
        kind="street",
        type_label="ул",
        name="Садовая",
        parent=district.settlement,
    )

    def call(count: int, day: float) -> None:
        for n, text in enumerate(DIFFERENT_WORDS[:count]):
            at = NOW + timedelta(days=day, hours=n)
            phone_call(text, at, settlement="Луговое", street="Садовая")
        look(day + 1)

    return call


def test_a_settlement_takes_in_the_older_cases_of_its_streets(
    district: District, phone_call: Call, snow_calls: Calls, garden_calls: Callable[..., None]
) -> None:
    phone_call("Собаки бегают стаей у школы", NOW - timedelta(days=300))
    snow_calls(3)
    snow_calls(1, day=5)
    garden_calls(2, 8)
    proposal = ProblemProposal.objects.get()
    assert proposal.territory == district.settlement
    assert proposal.cases.count() == 6


def test_a_street_grows_within_what_is_proposed_of_the_settlement(
    district: District, snow_calls: Calls, garden_calls: Callable[..., None]
) -> None:
    snow_calls(3)
    garden_calls(3, 0.3)
    snow_calls(5, day=1)
    proposal = ProblemProposal.objects.get()
    assert proposal.territory == district.settlement
    assert proposal.cases.count() == 11


def test_more_of_the_problem_of_a_street_stay_proposed_for_it(
    district: District, snow_calls: Calls, garden_calls: Callable[..., None]
) -> None:
    snow_calls(3)
    problem = accept_problem(
        proposal=ProblemProposal.objects.get(),
        grants=district.grants("curator"),
        at=NOW,
        title="Снег",
    )
    snow_calls(2, day=1)
    garden_calls(2, 1.3)
    proposal = ProblemProposal.objects.get(state="open", problem=problem)
    assert proposal.cases.count() == 2


def test_growth_of_weeks_ago_is_found_behind_a_newer_case(phone_call: Call) -> None:
    phone_call("Собаки бегают стаей у школы", NOW - timedelta(days=300))
    for n, text in enumerate(DIFFERENT_WORDS[:3]):
        phone_call(text, NOW - timedelta(days=20, hours=n), **PLACE)
    phone_call(DIFFERENT_WORDS[3], NOW, **PLACE)
    look()
    assert ProblemProposal.objects.get().cases.count() == 3


def test_what_an_undone_file_took_away_is_no_longer_counted(
    district: District, snow_calls: Calls
) -> None:
    calls = snow_calls(4)
    calls[0].delete()
    (shown,) = proposed_problems(district.municipality, district.grants("curator"))
    assert shown.size == 3
    for case in calls[1:3]:
        case.delete()
    assert proposed_problems(district.municipality, district.grants("curator")) == []


def test_a_stray_letter_of_an_old_year_does_not_make_the_register_old(
    district: District, phone_call: Call, snow_calls: Calls
) -> None:
    phone_call("Собаки бегают стаей у школы", NOW - timedelta(days=3000))
    for n in range(30):
        day = NOW - timedelta(days=8 + n % 6, hours=n)
        phone_call(DIFFERENT_WORDS[n % 3] + f" {n}", day, **PLACE)
    look()
    ProblemProposal.objects.all().delete()
    snow_calls()
    assert not ProblemProposal.objects.exists()


def test_a_coordinator_of_another_channel_closes_no_problem(
    district: District, snow_calls: Calls
) -> None:
    snow_calls()
    proposal, curator = ProblemProposal.objects.get(), district.grants("curator")
    problem = accept_problem(proposal=proposal, grants=curator, at=NOW, title="Снег")
    with pytest.raises(NotAllowed):
        close_problem(problem=problem, grants=district.grants("im"), at=NOW)
    close_problem(problem=problem, grants=curator, at=NOW)
