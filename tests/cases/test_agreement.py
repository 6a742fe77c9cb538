"""The way of an answer through the hands that agree it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from otklik.cases.agreement import AuthorIsOnlyReader, NotYourTurn
from otklik.cases.models import Answer, Case, Event
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.assign import assign
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.queries.access import NotAllowed
from otklik.cases.queries.turns import waiting_for
from otklik.cases.states import StepNotAllowed
from otklik.registry.models import RoleAssignment, Substitution
from tests.agreement import give_role, make_route, newcomer, put_to_approval, steps_of
from tests.district import NOW, TODAY, District

Call = Callable[..., Case]
DAY = timedelta(days=1)


@pytest.fixture
def case(phone_call: Call) -> Case:
    """A case of the council, in the block of the lead."""
    return phone_call()


def approve(district: District, case: Case, who: str) -> Case:
    return approve_answer(case=case, grants=district.grants(who), at=NOW)


def waits_for(district: District, case: Case, *people: str) -> set[str]:
    """Return who of the people find the case among what waits for them."""
    cast = people or tuple(district.people)
    return {
        who
        for who in cast
        if waiting_for(district.grants(who), district.municipality, TODAY)
        .filter(pk=case.pk)
        .exists()
    }


def last_answer(case: Case) -> Answer:
    return case.answers.latest("version")


def last_event(case: Case) -> Event:
    return Event.objects.filter(case_id=case.pk).latest("seq")


def test_a_route_is_passed_step_by_step(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    assert waits_for(district, case) == {"lead"}
    case = approve(district, case, "lead")
    assert case.state == "in_review"
    assert last_event(case).name == "case.agree_answer"
    assert last_event(case).details["waits_for"] == "curator"
    assert waits_for(district, case) == {"curator"}
    case = approve(district, case, "curator")
    assert case.state == "approved"
    assert waits_for(district, case) == set()
    assert steps_of(last_answer(case)) == [
        ("block_lead", "passed", "Lead"),
        ("curator", "passed", "Curator"),
    ]
    assert last_answer(case).approved_by == district.people["curator"]


def test_without_a_route_who_may_approve_approves_at_once(district: District, case: Case) -> None:
    make_route(district, "curator", channels="pos")
    put_to_approval(district, case)
    assert waits_for(district, case) == {"curator", "lead"}
    with pytest.raises(NotAllowed):
        approve(district, case, "pos")
    assert approve(district, case, "lead").state == "approved"


def test_nobody_passes_a_step_out_of_turn(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    for who in ("curator", "pos", "head"):
        with pytest.raises(NotYourTurn):
            approve(district, case, who)
        with pytest.raises(NotYourTurn):
            return_answer(case=case, grants=district.grants(who), at=NOW, remark="нет")
    for who in ("executor", "teacher", "im", "admin", "stranger"):
        with pytest.raises(NotAllowed):
            approve(district, case, who)


def test_a_lead_of_another_block_is_no_reader_here(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    newcomer(district, "other", "block_lead", block=district.other_block)
    put_to_approval(district, case)
    with pytest.raises(NotAllowed):
        approve(district, case, "other")
    assert waits_for(district, case) == {"lead"}


def test_the_conditions_of_a_route_choose_it(district: District, case: Case) -> None:
    make_route(district, "curator", "all", priority=900)
    make_route(district, "head", "by-phone", priority=10, channels="im;phone", kinds="message")
    make_route(district, "block_lead", "interim", priority=5, answer_kinds="interim")
    make_route(district, "im", "ended", priority=1, valid_until=TODAY)
    make_route(district, "pos", "of-others", priority=2, regulation_codes="fz59;im")
    put_to_approval(district, case)
    assert [role for role, *_rest in steps_of(last_answer(case))] == ["head"]


def test_a_later_change_of_the_route_does_not_touch_what_is_under_way(
    district: District, case: Case
) -> None:
    route = make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    route.steps = "head"
    route.save()
    approve(district, case, "lead")
    assert approve(district, case, "curator").state == "approved"


def test_any_role_of_a_step_passes_it(district: District, case: Case) -> None:
    make_route(district, "curator|feedback_coordinator")
    put_to_approval(district, case)
    assert waits_for(district, case) == {"curator", "pos"}
    assert approve(district, case, "pos").state == "approved"


def test_a_step_nobody_could_pass_is_skipped_and_told(district: District, case: Case) -> None:
    RoleAssignment.objects.filter(role="block_lead").delete()
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    assert last_event(case).details["skipped"] == "block_lead"
    assert waits_for(district, case) == {"curator"}
    assert approve(district, case, "curator").state == "approved"
    assert steps_of(last_answer(case)) == [
        ("block_lead", "skipped", ""),
        ("curator", "passed", "Curator"),
    ]


def test_a_step_that_loses_its_last_holder_is_no_obstacle(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    district.people["lead"].is_active = False
    district.people["lead"].save()
    assert waits_for(district, case) == {"curator"}
    assert approve(district, case, "curator").state == "approved"
    assert last_event(case).details["skipped"] == "block_lead"


def test_a_route_nobody_could_pass_leaves_the_answer_to_who_may_approve(
    district: District, case: Case
) -> None:
    make_route(district, "incident_coordinator;page_editor")
    case = put_to_approval(district, case)
    assert case.state == "in_review"
    assert waits_for(district, case) == {"curator", "lead"}
    with pytest.raises(NotAllowed):
        approve(district, case, "pos")
    assert approve(district, case, "curator").state == "approved"


def test_who_holds_several_steps_in_a_row_passes_them_with_one_approval(
    district: District, case: Case
) -> None:
    give_role(district, "lead", "curator")
    make_route(district, "block_lead;page_editor;curator;head")
    put_to_approval(district, case)
    case = approve(district, case, "lead")
    assert steps_of(last_answer(case)) == [
        ("block_lead", "passed", "Lead"),
        ("page_editor", "skipped", ""),
        ("curator", "passed", "Lead"),
        ("head", "waiting", ""),
    ]
    assert approve(district, case, "head").state == "approved"


def test_a_substitute_passes_the_step_during_the_leave(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    Substitution.objects.create(
        absent=district.people["lead"],
        substitute=district.people["teacher"],
        from_date=TODAY,
        until_date=TODAY,
    )
    put_to_approval(district, case)
    assert waits_for(district, case) == {"lead", "teacher"}
    assert approve(district, case, "teacher").state == "in_review"
    late = district.grants("teacher", TODAY + DAY)
    assert not waiting_for(late, district.municipality, TODAY + DAY).exists()


def test_a_returned_answer_goes_the_whole_way_again(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    approve(district, case, "lead")
    case = return_answer(
        case=case, grants=district.grants("curator"), at=NOW, remark="Кто отвечает?"
    )
    assert case.state == "in_progress"
    assert waits_for(district, case) == set()
    with pytest.raises(StepNotAllowed):
        approve(district, case, "curator")
    put_to_approval(district, case, text="Почистит дорожная служба завтра.")
    assert waits_for(district, case) == {"lead"}
    rounds = [steps_of(answer) for answer in case.answers.order_by("version")]
    assert rounds == [
        [("block_lead", "passed", "Lead"), ("curator", "returned", "Curator")],
        [("block_lead", "waiting", ""), ("curator", "waiting", "")],
    ]
    returned = case.answers.get(version=1)
    assert returned.visas.get(number=2).remark == returned.remark == "Кто отвечает?"


def test_the_first_reader_returns_and_the_second_is_not_reached(
    district: District, case: Case
) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    return_answer(case=case, grants=district.grants("lead"), at=NOW, remark="Когда?")
    assert [state for _role, state, _who in steps_of(last_answer(case))] == ["returned", "dropped"]


def test_an_approved_answer_is_given_back_by_who_agreed_it(district: District, case: Case) -> None:
    make_route(district, "feedback_coordinator")
    put_to_approval(district, case)
    approve(district, case, "pos")
    with pytest.raises(NotAllowed):
        return_answer(case=case, grants=district.grants("head"), at=NOW, remark="нет")
    case = return_answer(case=case, grants=district.grants("pos"), at=NOW, remark="Опечатка.")
    assert case.state == "in_progress"


@pytest.mark.parametrize("steps", ["", "curator", "curator;page_editor"])
def test_the_author_alone_approves_only_where_the_setting_lets_him(
    district: District, case: Case, steps: str
) -> None:
    if steps:
        make_route(district, steps)
    municipality = district.municipality
    municipality.author_may_approve = False
    municipality.save()
    put_to_approval(district, case, author="curator")
    case.refresh_from_db()
    assert "curator" not in waits_for(district, case)
    with pytest.raises(AuthorIsOnlyReader):
        approve(district, case, "curator")
    municipality.author_may_approve = True
    municipality.save()
    case = Case.objects.get(pk=case.pk)
    assert "curator" in waits_for(district, case)
    assert approve(district, case, "curator").state == "approved"
    assert last_event(case).details["is_author"] is True


def test_an_author_passes_his_step_where_another_person_reads_too(
    district: District, case: Case
) -> None:
    district.municipality.author_may_approve = False
    district.municipality.save()
    make_route(district, "block_lead;curator")
    put_to_approval(district, case, author="lead")
    assert waits_for(district, case) == {"lead"}
    case.refresh_from_db()
    approve(district, case, "lead")
    assert approve(district, case, "curator").state == "approved"
    assert "is_author" not in last_event(case).details


def test_a_version_left_behind_waits_for_nobody(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    approve(district, case, "lead")
    case = assign(case=case, grants=district.grants("curator"), at=NOW, recipient=district.council)
    assert waits_for(district, case) == set()
    with pytest.raises(StepNotAllowed):
        approve(district, case, "curator")
    draft_answer(case=case, grants=district.grants("executor"), at=NOW, text="Новый.")
    submit_answer(case=case, grants=district.grants("executor"), at=NOW)
    assert waits_for(district, case) == {"lead"}
    assert [answer.state for answer in case.answers.order_by("version")] == ["draft", "in_review"]
    assert [s for _r, s, _w in steps_of(case.answers.get(version=1))] == ["passed", "dropped"]


def test_two_readers_of_one_step_the_second_is_told(district: District, case: Case) -> None:
    newcomer(district, "second", "block_lead", block=district.block)
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    approve_answer(case=case, grants=district.grants("lead"), at=NOW, seen_version=1)
    with pytest.raises(NotYourTurn):
        approve_answer(case=case, grants=district.grants("second"), at=NOW, seen_version=1)
    assert [who for *_rest, who in steps_of(last_answer(case))] == ["Lead", ""]


def test_an_interim_answer_goes_its_own_route(district: District, case: Case) -> None:
    make_route(district, "block_lead", "interim", answer_kinds="interim", priority=1)
    make_route(district, "curator", "final", priority=2)
    executor = district.grants("executor")
    draft_answer(case=case, grants=executor, at=NOW, text="Разбираемся.", kind="interim")
    submit_answer(case=case, grants=executor, at=NOW)
    case = approve(district, case, "lead")
    case = send_answer(case=case, grants=district.grants("pos"), at=NOW)
    assert case.state == "in_progress"
    put_to_approval(district, case)
    assert waits_for(district, case) == {"curator"}
