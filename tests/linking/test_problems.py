"""Problems: growth of a topic at a place, and what people decide of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.models import Case, Event, Problem
from otklik.cases.operations.close_problem import close_problem
from otklik.cases.operations.leave_problem import leave_problem
from otklik.cases.queries.access import NotAllowed
from otklik.cases.states import StepIncomplete
from otklik.linking import proposals
from otklik.linking.deeds import AlreadyDecided, NoCases, accept_problem, decline_problem
from otklik.linking.growth import is_unusual
from otklik.linking.models import ProblemProposal
from otklik.linking.proposals import problems, proposed_problems
from otklik.registry.models import Territory
from tests.district import NOW, District
from tests.linking.conftest import DIFFERENT_WORDS, PLACE, look

Call = Callable[..., Case]


Calls = Callable[..., list[Case]]


def test_different_words_of_one_trouble_at_one_place_are_proposed_as_a_problem(
    district: District, snow_calls: Calls
) -> None:
    calls = snow_calls()
    (proposed,) = proposed_problems(district.municipality, district.grants("curator"))
    assert proposed.proposal.topic == district.snow
    assert proposed.proposal.territory == district.street
    assert {case.pk for case in proposed.cases} == {case.pk for case in calls}
    assert proposed.proposal.evidence[0]["code"] == "more_than_usual"


def test_fewer_than_the_municipality_has_set_are_no_problem(
    district: District, snow_calls: Calls
) -> None:
    snow_calls(2)
    assert not ProblemProposal.objects.exists()
    district.municipality.problem_cases = 2
    district.municipality.save()
    snow_calls(1, day=0.5)
    assert ProblemProposal.objects.get().cases.count() == 3


def test_what_is_usual_for_the_place_is_no_problem(
    district: District, phone_call: Call, snow_calls: Calls
) -> None:
    for week in range(1, 30):
        for text in DIFFERENT_WORDS[:3]:
            phone_call(text, NOW - timedelta(days=7 * week), **PLACE)
    look()
    ProblemProposal.objects.all().delete()
    snow_calls()
    assert not ProblemProposal.objects.exists()


def test_cases_spread_over_the_streets_are_a_problem_of_the_settlement(
    district: District, snow_calls: Calls, phone_call: Call
) -> None:
    Territory.objects.create(
        municipality=district.municipality,
        code="sadovaya",
        kind="street",
        type_label="ул",
        name="Садовая",
        parent=district.settlement,
    )
    snow_calls()
    assert ProblemProposal.objects.get().territory == district.street
    for n, text in enumerate(DIFFERENT_WORDS[:3]):
        phone_call(text, NOW + timedelta(hours=5 + n), settlement="Луговое", street="Садовая")
    look(1)
    proposal = ProblemProposal.objects.get()
    assert proposal.territory == district.settlement
    assert proposal.cases.count() == 6


def test_an_open_proposal_grows_with_each_new_case(district: District, snow_calls: Calls) -> None:
    snow_calls()
    snow_calls(1, day=1)
    assert ProblemProposal.objects.get().cases.count() == 4


def test_cases_that_come_out_of_the_order_of_time_are_one_growth(
    district: District, phone_call: Call
) -> None:
    for hours in (5, 1, 3):
        phone_call(DIFFERENT_WORDS[0], NOW - timedelta(hours=hours), **PLACE)
        look()
    proposal = ProblemProposal.objects.get()
    assert proposal.evidence[0]["params"] == {"count": "3", "days": "7", "usual": "1"}


def test_the_accepted_cases_are_joined_in_one_deed(district: District, snow_calls: Calls) -> None:
    calls = snow_calls(4)
    proposal = ProblemProposal.objects.get()
    problem = accept_problem(
        proposal=proposal,
        grants=district.grants("curator"),
        at=NOW,
        title="Снег на улице Ленина",
        case_ids=[case.pk for case in calls[:3]],
    )
    assert set(problem.cases.values_list("pk", flat=True)) == {case.pk for case in calls[:3]}
    assert (problem.topic, problem.territory) == (district.snow, district.street)
    joined = Event.objects.filter(name="case.join_problem")
    assert joined.count() == 3
    (row,) = problems(district.municipality, district.grants("curator"))
    assert (row.size, row.open_size) == (3, 3)


def test_a_new_case_is_proposed_for_the_problem_that_is_open(
    district: District, snow_calls: Calls
) -> None:
    snow_calls()
    grants = district.grants("curator")
    problem = accept_problem(
        proposal=ProblemProposal.objects.get(), grants=grants, at=NOW, title="Снег"
    )
    (new,) = snow_calls(1, day=1)
    (proposed,) = proposed_problems(district.municipality, grants)
    assert proposed.proposal.problem == problem
    assert [case.pk for case in proposed.cases] == [new.pk]
    accept_problem(proposal=proposed.proposal, grants=grants, at=NOW)
    assert problem.cases.count() == 4


def test_who_sees_few_cases_is_told_of_these_alone(district: District, snow_calls: Calls) -> None:
    snow_calls()
    accept_problem(
        proposal=ProblemProposal.objects.get(),
        grants=district.grants("curator"),
        at=NOW,
        title="Снег",
    )
    (row,) = problems(district.municipality, district.grants("executor"))
    assert row.size == 3
    assert problems(district.municipality, district.grants("teacher")) == []


def test_what_was_left_out_is_not_proposed_again(district: District, snow_calls: Calls) -> None:
    calls = snow_calls(4)
    grants = district.grants("curator")
    accept_problem(
        proposal=ProblemProposal.objects.get(),
        grants=grants,
        at=NOW,
        title="Снег",
        case_ids=[case.pk for case in calls[:3]],
    )
    (new,) = snow_calls(1, day=1)
    (proposed,) = proposed_problems(district.municipality, grants)
    assert [case.pk for case in proposed.cases] == [new.pk]


def test_a_declined_proposal_needs_new_cases_to_come_again(
    district: District, snow_calls: Calls
) -> None:
    snow_calls()
    decline_problem(
        proposal=ProblemProposal.objects.get(), grants=district.grants("curator"), at=NOW
    )
    snow_calls(2, day=1)
    assert ProblemProposal.objects.get().state == "declined"
    snow_calls(1, day=2)
    assert ProblemProposal.objects.filter(state="open").get().cases.count() == 3


def test_a_problem_opens_with_a_title_and_with_cases(district: District, snow_calls: Calls) -> None:
    snow_calls()
    grants, proposal = district.grants("curator"), ProblemProposal.objects.get()
    with pytest.raises(StepIncomplete):
        accept_problem(proposal=proposal, grants=grants, at=NOW, title="  ")
    with pytest.raises(NoCases):
        accept_problem(proposal=proposal, grants=grants, at=NOW, title="Снег", case_ids=[])
    assert not Problem.objects.exists()
    accept_problem(proposal=proposal, grants=grants, at=NOW, title="Снег")
    with pytest.raises(AlreadyDecided):
        accept_problem(proposal=proposal, grants=grants, at=NOW, title="Снег")
    assert Problem.objects.count() == 1


def test_a_case_with_another_topic_is_no_longer_part_of_the_proposal(
    district: District, snow_calls: Calls
) -> None:
    calls = snow_calls()
    Case.objects.filter(pk=calls[0].pk).update(topic=district.dogs)
    (proposed,) = proposed_problems(district.municipality, district.grants("curator"))
    assert len(proposed.cases) == 2


def test_a_case_leaves_its_problem(district: District, snow_calls: Calls) -> None:
    calls = snow_calls()
    grants = district.grants("curator")
    problem = accept_problem(
        proposal=ProblemProposal.objects.get(), grants=grants, at=NOW, title="Снег"
    )
    leave_problem(case=calls[0], grants=grants, at=NOW)
    assert problem.cases.count() == 2


def test_a_closed_problem_takes_no_more_cases(district: District, snow_calls: Calls) -> None:
    snow_calls()
    grants = district.grants("curator")
    problem = accept_problem(
        proposal=ProblemProposal.objects.get(), grants=grants, at=NOW, title="Снег"
    )
    close_problem(problem=problem, grants=grants, at=NOW)
    close_problem(problem=problem, grants=grants, at=NOW)
    assert problems(district.municipality, grants) == []
    assert Event.objects.filter(name="problem.closed").count() == 1
    snow_calls(1, day=1)
    assert not ProblemProposal.objects.filter(state="open").exists()


def test_an_executor_decides_nothing_of_problems(district: District, snow_calls: Calls) -> None:
    snow_calls()
    grants, proposal = district.grants("executor"), ProblemProposal.objects.get()
    assert proposed_problems(district.municipality, grants) == []
    with pytest.raises(NotAllowed):
        decline_problem(proposal=proposal, grants=grants, at=NOW)
    with pytest.raises(NoCases):
        accept_problem(proposal=proposal, grants=grants, at=NOW, title="Снег")


def test_what_nobody_has_seen_stays_proposed(district: District, snow_calls: Calls) -> None:
    calls = snow_calls(4)
    seen = [case.pk for case in calls[:3]]
    grants = district.grants("curator")
    problem = accept_problem(
        proposal=ProblemProposal.objects.get(),
        grants=grants,
        at=NOW,
        title="Снег",
        case_ids=seen[:2],
        seen_ids=seen,
    )
    assert problem.cases.count() == 2
    (proposed,) = proposed_problems(district.municipality, grants)
    assert proposed.proposal.problem == problem
    assert [case.pk for case in proposed.cases] == [calls[3].pk]


def test_cases_that_came_after_the_page_are_not_declined(
    district: District, snow_calls: Calls
) -> None:
    calls = snow_calls(4)
    seen = [case.pk for case in calls[:1]]
    grants = district.grants("curator")
    decline_problem(proposal=ProblemProposal.objects.get(), grants=grants, at=NOW, seen_ids=seen)
    (proposed,) = proposed_problems(district.municipality, grants)
    assert {case.pk for case in proposed.cases} == {case.pk for case in calls[1:]}
    assert proposed.proposal.evidence[0]["params"]["count"] == "3"


def test_nobody_declines_for_channels_that_are_not_his(
    district: District, snow_calls: Calls
) -> None:
    snow_calls()
    grants, proposal = district.grants("im"), ProblemProposal.objects.get()
    assert proposed_problems(district.municipality, grants) == []
    with pytest.raises(NotAllowed):
        decline_problem(proposal=proposal, grants=grants, at=NOW)
    assert len(proposed_problems(district.municipality, district.grants("pos"))) == 1


def test_proposals_of_others_leave_room_for_ones_own(
    district: District, snow_calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    snow_calls()
    mine = ProblemProposal.objects.get()
    ProblemProposal.objects.create(
        municipality=district.municipality,
        topic=district.dogs,
        territory=district.street,
        days=7,
        made_at=NOW,
        grown_at=mine.grown_at + timedelta(days=1),
    )
    monkeypatch.setattr(proposals, "SHOWN", 1)
    (proposed,) = proposed_problems(district.municipality, district.grants("curator"))
    assert proposed.proposal == mine


def test_more_cases_of_a_problem_that_is_over_meanwhile_are_a_new_problem(
    district: District, snow_calls: Calls
) -> None:
    snow_calls()
    grants = district.grants("curator")
    first = accept_problem(
        proposal=ProblemProposal.objects.get(), grants=grants, at=NOW, title="Снег"
    )
    snow_calls(1, day=1)
    close_problem(problem=first, grants=grants, at=NOW)
    (proposed,) = proposed_problems(district.municipality, grants)
    assert proposed.proposal.problem is None
    with pytest.raises(StepIncomplete):
        accept_problem(proposal=proposed.proposal, grants=grants, at=NOW)
    again = accept_problem(proposal=proposed.proposal, grants=grants, at=NOW, title="Опять снег")
    assert again != first
    assert (first.cases.count(), again.cases.count()) == (3, 1)


@given(st.integers(0, 400), st.floats(0.001, 300), st.integers(2, 10))
def test_more_cases_are_never_less_unusual(count: int, usual: float, fewest: int) -> None:
    if is_unusual(count, usual, fewest):
        assert count >= fewest
        assert count > usual
        assert is_unusual(count + 1, usual, fewest)
