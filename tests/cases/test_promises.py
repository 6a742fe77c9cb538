"""Promises of deferred solutions: made, moved, proved, kept, broken, and returned by the clock."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.cases import states
from otklik.cases.models import Case, Event, Promise
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.ask_promise_move import ask_promise_move
from otklik.cases.operations.defer import StepBeyondPromise, defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.move_promise import move_promise
from otklik.cases.operations.resume import resume
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.show_proof import show_proof
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.watch_promise import watch_promise
from otklik.cases.promises import NoProof, PlannedStep, PromiseInThePast
from otklik.cases.queries.access import NotAllowed
from otklik.cases.queries.promises import cases_to_watch
from otklik.registry.models import Regulation, RegulationTerm
from tests.district import NOW, TODAY, ZONE, District
from tests.factories import make_case

DAY = timedelta(days=1)
PROMISED = date(2026, 11, 20)
EVE = datetime(2026, 11, 19, 12, 0, tzinfo=ZONE)
LAST_MOMENT = datetime(2026, 11, 20, 23, 59, tzinfo=ZONE)
MIDNIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=ZONE)


@pytest.fixture
def deferred(district: District, phone_call: Callable[..., Case]) -> Case:
    """A case put off until the 20th of November, with a plan of two steps."""
    regulation = Regulation.objects.get(code="pos")
    RegulationTerm.objects.filter(regulation=regulation, clock="final_reply").update(
        starts_at="registered;reopened;resumed"
    )
    case = phone_call()
    grants = district.grants("curator")
    draft_answer(case=case, grants=grants, at=NOW, text="Сделаем.")
    plan = [
        PlannedStep("Закупить трубу", date(2026, 11, 10), "МКУ «Хозяйство»"),
        PlannedStep("Заменить участок", PROMISED),
    ]
    told = {"reason": "План работ", "notice": "Сделаем до 20 ноября", "plan": plan}
    return defer(case=case, grants=grants, at=NOW, promised_date=PROMISED, **told)


def events(case: Case, name: str) -> list[Event]:
    return list(Event.objects.filter(case_id=case.pk, name=f"case.{name}").order_by("seq"))


def test_a_promise_keeps_its_plan_and_what_was_told(deferred: Case, district: District) -> None:
    promise = deferred.promises.get()
    assert [step["what"] for step in promise.plan] == ["Закупить трубу", "Заменить участок"]
    assert promise.notice == "Сделаем до 20 ноября"
    assert (promise.state, promise.recipient) == ("open", deferred.recipient)
    assert events(deferred, "defer")[0].details["plan"][0]["who"] == "МКУ «Хозяйство»"


def test_a_plan_ends_with_the_promised_day(
    district: District, phone_call: Callable[..., Case]
) -> None:
    case = phone_call()
    late = [PlannedStep("Позже", PROMISED + DAY)]
    with pytest.raises(StepBeyondPromise):
        defer(
            case=case,
            grants=district.grants("curator"),
            at=NOW,
            promised_date=PROMISED,
            reason="План",
            plan=late,
        )


def test_a_day_is_moved_with_a_reason_by_who_may_approve(
    deferred: Case, district: District
) -> None:
    later = PROMISED + 10 * DAY
    given = {"case": deferred, "at": NOW + DAY, "promised_date": later, "reason": "Нет трубы"}
    for login in ("pos", "executor"):
        with pytest.raises(NotAllowed):
            move_promise(grants=district.grants(login), **given)
    with pytest.raises(states.StepIncomplete):
        move_promise(grants=district.grants("curator"), **(given | {"reason": " "}))
    with pytest.raises(PromiseInThePast):
        move_promise(grants=district.grants("curator"), **(given | {"promised_date": TODAY}))
    ask_promise_move(grants=district.grants("pos"), **given)
    assert deferred.promises.count() == 1
    case = move_promise(grants=district.grants("curator"), **given)
    assert [p.state for p in case.promises.order_by("pk")] == ["moved", "open"]
    assert case.promises.get(state="open").plan == deferred.promises.order_by("pk")[0].plan
    clock = case.clocks.get(kind="promised")
    assert (clock.times_extended, clock.due_at.astimezone(ZONE).date()) == (1, later)
    assert clock.original_due_at.astimezone(ZONE).date() == PROMISED
    assert case.promised_date == later


def test_the_eve_is_told_once(deferred: Case) -> None:
    assert watch_promise(case=deferred, at=EVE - 2 * DAY) == ""
    assert [watch_promise(case=deferred, at=EVE) for _n in range(3)] == ["reminded", "", ""]
    (near,) = events(deferred, "promise_near")
    assert (near.actor, near.person_id) == ("machine", None)


def test_the_case_comes_back_when_the_local_day_has_passed(deferred: Case) -> None:
    assert watch_promise(case=deferred, at=LAST_MOMENT) == "reminded"
    deferred.refresh_from_db()
    assert deferred.state == "deferred"
    assert watch_promise(case=deferred, at=MIDNIGHT) == "returned"
    assert watch_promise(case=deferred, at=MIDNIGHT) == ""
    deferred.refresh_from_db()
    assert deferred.state == "in_progress"
    assert deferred.promises.get().state == "broken"
    term = deferred.clocks.get(kind="final_reply", cancelled_at=None)
    assert (term.started_at, term.met_at) == (MIDNIGHT, None)
    (back,) = events(deferred, "resume")
    assert (back.actor, back.person_id) == ("machine", None)
    assert deferred.decisions["state"] == {"by": "machine"}


def test_what_is_to_be_watched_is_found_and_nothing_else(
    deferred: Case, district: District
) -> None:
    here = district.municipality
    make_case(district, number="Д-1", state="deferred", promised_date=PROMISED + 30 * DAY)
    from_file = make_case(district, number="Д-2", state="deferred", promised_date=PROMISED)
    assert cases_to_watch(here, PROMISED - 2 * DAY) == []
    assert cases_to_watch(here, PROMISED - DAY) == sorted([deferred.pk, from_file.pk])
    for case in (deferred, from_file):
        watch_promise(case=case, at=EVE)
    assert cases_to_watch(here, PROMISED - DAY) == []
    assert cases_to_watch(here, PROMISED + DAY) == sorted([deferred.pk, from_file.pk])
    assert watch_promise(case=from_file, at=MIDNIGHT) == "returned"
    assert from_file.promises.get().made_by is None


def test_a_day_the_channel_moved_is_followed(district: District) -> None:
    case = make_case(district, state="deferred", promised_date=PROMISED)
    assert watch_promise(case=case, at=EVE) == "reminded"
    Case.objects.filter(pk=case.pk).update(promised_date=PROMISED + 10 * DAY)
    assert watch_promise(case=case, at=MIDNIGHT) == ""
    assert [p.state for p in case.promises.order_by("pk")] == ["moved", "open"]


def test_a_case_is_not_ended_as_solved_without_a_proof(deferred: Case, district: District) -> None:
    grants, at = district.grants("curator"), NOW + DAY
    with pytest.raises(NoProof):
        resume(case=deferred, grants=grants, at=at, is_done=True)
    case = resume(case=deferred, grants=grants, at=at, is_done=False)
    draft_answer(case=case, grants=grants, at=at, text="Заменили трубу.")
    submit_answer(case=case, grants=grants, at=at)
    approve_answer(case=case, grants=grants, at=at)
    for resolution in ("", "solved"):
        with pytest.raises(NoProof):
            send_answer(case=case, grants=grants, at=at, resolution=resolution)
    show_proof(case=case, grants=district.grants("executor"), at=at, proof="Акт от 13.10")
    case = send_answer(case=case, grants=grants, at=at, resolution="solved")
    promise = case.promises.get()
    assert (case.state, promise.state) == ("answered", "kept")
    assert promise.proved_by == district.people["executor"]


def test_nothing_is_proved_that_was_not_promised(district: District) -> None:
    case = make_case(district, state="in_progress")
    with pytest.raises(NoProof):
        show_proof(case=case, grants=district.grants("curator"), at=NOW, proof="Акт")
    assert not events(case, "show_proof")


@pytest.mark.django_db(transaction=True)
def test_several_clocks_at_once_return_a_case_once(deferred: Case) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("in the memory of the tests nobody waits for a lock")
    told: list[str] = []

    def look() -> None:
        try:
            told.append(watch_promise(case=deferred, at=MIDNIGHT))
        finally:
            connection.close()

    threads = [Thread(target=look) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [""] * 5 + ["returned"]
    assert len(events(deferred, "resume")) == 1


class _Killed(BaseException):
    """Stands for the end of the process in the middle of the deed."""


def test_a_deed_cut_short_leaves_no_half_and_is_done_again(
    deferred: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_args: object, **_named: object) -> None:
        raise _Killed

    with monkeypatch.context() as patch:
        patch.setattr("otklik.cases.moves.save_clocks", cut)
        with pytest.raises(_Killed):
            watch_promise(case=deferred, at=MIDNIGHT)
    deferred.refresh_from_db()
    assert (deferred.state, deferred.promises.get().state) == ("deferred", "open")
    assert watch_promise(case=deferred, at=MIDNIGHT) == "returned"


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("move", "resume", "done", "defer", "prove", "wait")), st.integers(1, 9)
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_whatever_happens_a_promise_has_one_end(
    deferred: Case, district: District, deeds: list[tuple[str, int]]
) -> None:
    case, at, grants = deferred, NOW, district.grants("curator")
    for deed, days in deeds:
        case, at = _one(case, grants, at, deed, days)
        rows = list(Promise.objects.filter(case=case).order_by("pk"))
        running = [row for row in rows if row.state == "open"]
        assert len(running) <= 1
        assert all((row.ended_at is None) == (row.state == "open") for row in rows)
        assert all(row.state == "open" or row is not rows[-1] or row.ended_at for row in rows)
        if case.state == "deferred":
            assert [row.promised_date for row in running] == [case.promised_date]
            assert case.promised_date is not None
            assert case.promised_date >= case.municipality.local(at).date()
    Case.objects.filter(pk=case.pk).update(state="deferred", promised_date=PROMISED)
    Promise.objects.filter(case=case).delete()


def _one(case: Case, grants: object, at: datetime, deed: str, days: int) -> tuple[Case, datetime]:
    day = case.municipality.local(at).date() + days * DAY
    given = {"case": case, "grants": grants, "at": at}
    calls: dict[str, Callable[[], object]] = {
        "move": lambda: move_promise(**given, promised_date=day, reason="Задержка"),
        "resume": lambda: resume(**given, is_done=False),
        "done": lambda: resume(**given, is_done=True, proof="Акт"),
        "defer": lambda: defer(**given, promised_date=day, reason="План"),
        "prove": lambda: show_proof(**given, proof="Акт"),
    }
    if deed in calls:
        try:
            calls[deed]()
        except states.StepNotAllowed:
            assert deed in ("move", "resume", "done", "defer")
    else:
        at += days * DAY
    watch_promise(case=case, at=at)
    return Case.objects.get(pk=case.pk), at
