"""The way of a case by people's deeds: states, clocks, history."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from otklik.cases import states
from otklik.cases.models import Case, Event
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.assign import NotARecipient, assign
from otklik.cases.operations.close import close
from otklik.cases.operations.defer import defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.extend import ExtensionBeyondLaw, extend
from otklik.cases.operations.leave_without_answer import GroundDoesNotFit, leave_without_answer
from otklik.cases.operations.rate import rate
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.resume import resume
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import SentAtAnImpossibleMoment, send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.transfer import transfer
from otklik.cases.promises import PromiseInThePast
from otklik.cases.queries.access import NotAllowed
from otklik.cases.questions import NotAnotherBody
from otklik.cases.reopening import NotARating
from otklik.intake.operations.register_by_hand import Sheet, SheetIncomplete, register_by_hand
from tests.district import NOW, ZONE, District

DAY = timedelta(days=1)
Call = Callable[..., Case]


def make_appeal(district: District, at: datetime = NOW) -> Case:
    sheet = Sheet(
        channel="paper",
        received_at=at - DAY,
        text="Прошу убрать стаю, собаки бегают по улице",
        kind="appeal",
        appeal_kind="complaint",
        applicant_name="Лугов Пётр",
        applicant_address="с. Луговое, ул. Ленина, 5",
    )
    return register_by_hand(
        municipality=district.municipality, sheet=sheet, grants=district.grants("curator"), at=at
    )


def approved(case: Case, district: District, at: datetime, kind: str = "final") -> Case:
    curator = district.grants("curator")
    draft_answer(case=case, grants=curator, at=at, text="Дорогу почистят завтра.", kind=kind)
    submit_answer(case=case, grants=curator, at=at)
    return approve_answer(case=case, grants=curator, at=at)


def test_the_whole_way_from_call_to_rating(district: District, phone_call: Call) -> None:
    curator = district.grants("curator")
    case = phone_call()
    assert (case.topic, case.recipient, case.state) == (
        district.snow,
        district.council,
        "assigned",
    )
    case = approved(case, district, NOW + DAY)
    case = send_answer(case=case, grants=curator, at=NOW + 2 * DAY, resolution="solved")
    assert (case.state, case.answered_at, case.next_due_at) == ("answered", NOW + 2 * DAY, None)
    case = rate(case=case, grants=curator, at=NOW + 3 * DAY, value=5)
    case = close(case=case, grants=curator, at=NOW + 4 * DAY)
    assert (case.state, case.rating, case.resolution) == ("closed", 5, "solved")
    names = list(
        Event.objects.filter(case_id=case.pk).order_by("seq").values_list("name", flat=True)
    )
    assert names == [
        "case.received",
        "case.registered",
        "case.sorted",
        "case.draft_answer",
        "case.submit_answer",
        "case.approve_answer",
        "case.send_final_answer",
        "case.rate",
        "case.close",
    ]


def test_a_returned_answer_needs_a_remark_and_goes_round_again(
    district: District, phone_call: Call
) -> None:
    curator = district.grants("curator")
    case = phone_call()
    draft_answer(case=case, grants=curator, at=NOW, text="Разберёмся.")
    case = submit_answer(case=case, grants=curator, at=NOW)
    with pytest.raises(states.StepIncomplete):
        return_answer(case=case, grants=curator, at=NOW, remark="  ")
    case = return_answer(case=case, grants=curator, at=NOW, remark="Назовите срок.")
    assert case.state == "in_progress"
    case = approved(case, district, NOW)
    assert [answer.state for answer in case.answers.order_by("version")] == ["returned", "approved"]


def test_an_interim_answer_meets_the_first_reply_and_starts_the_full_one(
    district: District, phone_call: Call
) -> None:
    case = phone_call()
    Case.objects.filter(pk=case.pk).update(channel="im")
    case.refresh_from_db()
    case.clocks.all().delete()
    from_im = reopen_as_im(case, district)
    case = approved(from_im, district, NOW + timedelta(hours=2), kind="interim")
    case = send_answer(case=case, grants=district.grants("curator"), at=NOW + timedelta(hours=3))
    clocks = {clock.kind: clock for clock in case.clocks.all()}
    assert case.state == "in_progress"
    assert clocks["first_reply"].met_at == NOW + timedelta(hours=3)
    due = clocks["interim_followup"].due_at.astimezone(ZONE)
    assert due.date() == date(2026, 10, 21)


def reopen_as_im(case: Case, district: District) -> Case:
    from_registry = type(case.regulation).objects.get(code="im")
    case.regulation = from_registry
    case.state = "answered"
    case.save()
    return reopen(case=case, grants=district.grants("curator"), at=NOW, reason="Не сделано.")


def test_an_appeal_runs_three_clocks_and_can_be_extended_once(district: District) -> None:
    case = make_appeal(district)
    curator = district.grants("curator")
    clocks = {clock.kind: clock for clock in case.clocks.all()}
    assert clocks["registration"].met_at == NOW
    assert clocks["transfer"].due_at.astimezone(ZONE).date() == date(2026, 10, 19)
    assert clocks["final_reply"].due_at.astimezone(ZONE).date() == date(2026, 11, 11)
    with pytest.raises(ExtensionBeyondLaw):
        extend(case=case, grants=curator, at=NOW, days=31, reason="Запрос", notice="Письмо")
    case = extend(case=case, grants=curator, at=NOW, days=30, reason="Запрос", notice="Письмо")
    final = case.clocks.get(kind="final_reply")
    assert final.due_at.astimezone(ZONE).date() == date(2026, 12, 11)
    assert final.original_due_at.astimezone(ZONE).date() == date(2026, 11, 11)
    with pytest.raises(ExtensionBeyondLaw):
        extend(case=case, grants=curator, at=NOW, days=1, reason="Ещё", notice="Письмо")


def test_sixty_days_by_extension_end_where_sixty_days_do(district: District) -> None:
    at = datetime(2025, 12, 2, 10, tzinfo=ZONE)
    case = make_appeal(district, at)
    assert case.clocks.get(kind="final_reply").due_at.astimezone(ZONE).date() == date(2025, 12, 30)
    extend(
        case=case, grants=district.grants("curator"), at=at, days=30, reason="Запрос", notice="Да"
    )
    assert case.clocks.get(kind="final_reply").due_at.astimezone(ZONE).date() == date(2026, 1, 30)


def test_a_transfer_ends_the_case_and_its_clocks(district: District) -> None:
    case = make_appeal(district)
    curator = district.grants("curator")
    with pytest.raises(NotAnotherBody):
        transfer(case=case, grants=curator, at=NOW, organisation=district.school, reason="Не наше")
    there = {"organisation": district.network, "reason": "Не наше", "is_not_complained_of": True}
    with pytest.raises(states.StepIncomplete):
        transfer(case=case, grants=curator, at=NOW + DAY, **there)
    case = transfer(case=case, grants=curator, at=NOW + DAY, **there, notice="письмом")
    assert (case.state, case.jurisdiction_level) == ("transferred", "regional")
    assert case.clocks.get(kind="transfer").met_at == NOW + DAY
    assert case.clocks.get(kind="final_reply").cancelled_at == NOW + DAY
    assert case.next_due_at is None


@pytest.mark.parametrize(("is_done", "is_met"), [(True, True), (False, False)])
def test_a_promise_comes_back_and_is_kept_or_broken(
    district: District, phone_call: Call, *, is_done: bool, is_met: bool
) -> None:
    curator = district.grants("curator")
    case = phone_call()
    draft_answer(case=case, grants=curator, at=NOW, text="Сделаем.")
    with pytest.raises(PromiseInThePast):
        defer(case=case, grants=curator, at=NOW, promised_date=NOW.date(), reason="План")
    case = defer(case=case, grants=curator, at=NOW, promised_date=date(2026, 11, 20), reason="План")
    assert (case.state, case.next_clock) == ("deferred", "promised")
    assert case.next_due_at == datetime(2026, 11, 20, 23, 59, 59, tzinfo=ZONE)
    case = resume(
        case=case, grants=curator, at=NOW + 45 * DAY, is_done=is_done, proof="акт осмотра"
    )
    promise = case.clocks.get(kind="promised")
    assert (promise.met_at is not None) is is_met
    assert promise.is_overdue(NOW + 46 * DAY)
    case = approved(case, district, NOW + 46 * DAY)
    send_answer(case=case, grants=curator, at=NOW + 47 * DAY)
    promise.refresh_from_db()
    assert promise.met_at is not None


def test_an_appeal_is_left_without_answer_on_a_ground_of_the_law(district: District) -> None:
    case = make_appeal(district)
    curator = district.grants("curator")
    with pytest.raises(states.StepIncomplete):
        leave_without_answer(case=case, grants=curator, at=NOW, ground="")
    with pytest.raises(GroundDoesNotFit):
        leave_without_answer(case=case, grants=curator, at=NOW, ground="not_an_appeal")
    case = leave_without_answer(case=case, grants=curator, at=NOW, ground="insulting")
    assert (case.state, case.resolution) == ("left_without_answer", "left_without_answer")


def test_a_reopened_case_gets_new_terms(district: District, phone_call: Call) -> None:
    curator = district.grants("curator")
    case = approved(phone_call(), district, NOW)
    case = send_answer(case=case, grants=curator, at=NOW)
    case = reopen(case=case, grants=curator, at=NOW + 5 * DAY, reason="Снег снова лежит.")
    assert (case.state, case.answered_at) == ("assigned", None)
    assert case.next_due_at is not None
    assert case.clocks.filter(kind="final_reply").count() == 2


def test_nothing_is_sent_without_an_approval(district: District, phone_call: Call) -> None:
    curator = district.grants("curator")
    case = phone_call()
    draft_answer(case=case, grants=curator, at=NOW, text="Готово.")
    case = submit_answer(case=case, grants=curator, at=NOW)
    with pytest.raises(Exception, match="approved"):
        send_answer(case=case, grants=curator, at=NOW)
    case = approve_answer(case=case, grants=curator, at=NOW)
    with pytest.raises(SentAtAnImpossibleMoment):
        send_answer(case=case, grants=curator, at=NOW, sent_at=NOW + DAY)


def test_an_executor_drafts_but_does_not_approve_or_send(
    district: District, phone_call: Call
) -> None:
    executor = district.grants("executor")
    case = phone_call()
    draft_answer(case=case, grants=executor, at=NOW, text="Почистим.")
    case = submit_answer(case=case, grants=executor, at=NOW)
    with pytest.raises(NotAllowed):
        approve_answer(case=case, grants=executor, at=NOW)
    with pytest.raises(NotAllowed):
        draft_answer(case=case, grants=district.grants("teacher"), at=NOW, text="Не моё.")


def test_only_a_recipient_of_the_municipality_gets_a_case(
    district: District, phone_call: Call
) -> None:
    with pytest.raises(NotARecipient):
        assign(
            case=phone_call(),
            grants=district.grants("curator"),
            at=NOW,
            recipient=district.network,
        )


def test_a_step_the_table_does_not_have_changes_nothing(
    district: District, phone_call: Call
) -> None:
    case = phone_call()
    events = Event.objects.count()
    with pytest.raises(states.StepNotAllowed):
        close(case=case, grants=district.grants("curator"), at=NOW)
    with pytest.raises(states.StepNotAllowed):
        rate(case=case, grants=district.grants("curator"), at=NOW, value=3)
    case.refresh_from_db()
    assert (case.state, Event.objects.count()) == ("assigned", events)


def test_a_rating_is_from_one_to_five(district: District, phone_call: Call) -> None:
    with pytest.raises(NotARating):
        rate(case=phone_call(), grants=district.grants("curator"), at=NOW, value=6)


def test_an_appeal_needs_a_name_and_an_address(district: District) -> None:
    sheet = Sheet(channel="paper", received_at=NOW, text="Прошу", kind="appeal")
    with pytest.raises(SheetIncomplete) as refusal:
        register_by_hand(
            municipality=district.municipality,
            sheet=sheet,
            grants=district.grants("curator"),
            at=NOW,
        )
    assert refusal.value.fields == ("applicant_name", "applicant_address", "appeal_kind")
