"""Steps of escalation over weekends and holidays, each once for each term."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.cases.models import Case, Clock
from otklik.cases.operations.ask_information import ask_information
from otklik.cases.operations.extend import extend
from otklik.cases.operations.give_information import give_information
from otklik.cases.operations.leave_without_answer import leave_without_answer
from otklik.registry.models import EscalationStep
from otklik.reminders import steps
from otklik.reminders.models import Notice, StepMade
from otklik.reminders.telling import tell_news
from tests.district import NOW, ZONE, District
from tests.reminders.conftest import step
from tests.web.cases_at_hand import make_case

Told = Callable[..., list[str]]
APPEAL = {
    "kind": "appeal",
    "appeal_kind": "complaint",
    "applicant_name": "Луговая Вера Ильинична",
    "applicant_address": "с. Луговое",
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def case_due(
    district: District, due_at: datetime, kind: str = "final_reply", **more: object
) -> Case:
    """Store a case of the council with one running clock, as no deed has touched it."""
    case = make_case(
        district,
        number=f"n-{Case.objects.count() + 1}",
        state="assigned",
        recipient=district.council,
        block=district.block,
        regulation=None,
    )
    Clock.objects.create(
        case=case,
        kind=kind,
        amount=30,
        unit="calendar_days",
        started_at=due_at - 30 * DAY,
        due_at=due_at,
        original_due_at=due_at,
    )
    return case


def first_told(told: Told, login: str, moments: Iterator[datetime]) -> datetime | None:
    """Return the first of the moments at which the person is told of a term."""
    words = ("term_soon", "overdue", "promise_near")
    return next((m for m in moments if set(told(login, m)) & set(words)), None)


def every(hours: float, start: datetime, until: datetime) -> Iterator[datetime]:
    moment = start
    while moment <= until:
        yield moment
        moment += timedelta(hours=hours)


# Work is from eight to five, lunch from twelve to one. 4 November 2026 is a holiday, the day
# before it a short one; 31 December to 10 January are days of rest.
@pytest.mark.parametrize(
    ("due", "side", "amount", "unit", "role", "login", "first"),
    [
        ("2026-10-16 23:59:59", "before", 1, "working_days", "executor", "executor", "10-15 00:00"),
        ("2026-10-19 23:59:59", "before", 1, "working_days", "executor", "executor", "10-16 00:00"),
        ("2026-11-05 23:59:59", "before", 2, "working_days", "executor", "executor", "11-02 00:00"),
        ("2026-10-19 10:00:00", "before", 4, "working_hours", "block_lead", "lead", "10-16 15:00"),
        ("2026-11-05 09:00:00", "before", 2, "working_hours", "curator", "curator", "11-03 15:00"),
        ("2026-10-16 17:00:00", "after", 2, "working_hours", "block_lead", "lead", "10-19 10:00"),
        ("2026-11-03 23:59:59", "after", 1, "working_days", "curator", "curator", "11-05 00:00"),
        ("2026-10-16 23:59:59", "after", 3, "working_days", "head", "head", "10-21 00:00"),
        ("2026-10-16 12:30:00", "after", 0, "working_hours", "executor", "executor", "10-16 13:00"),
        ("2026-10-16 12:00:00", "after", 36, "clock_hours", "executor", "executor", "10-18 00:00"),
    ],
)
def test_a_step_is_made_at_its_working_moment(
    district: District,
    told: Told,
    due: str,
    side: str,
    amount: int,
    unit: str,
    role: str,
    login: str,
    first: str,
) -> None:
    step(side=side, amount=amount, unit=unit, role=role)
    case_due(district, at(due))
    told(login)
    # From a point well before to one well after, an hour at a time.
    moments = every(1, at(f"2026-{first}") - 30 * HOUR, at(f"2026-{first}") + 5 * HOUR)
    assert first_told(told, login, moments) == at(f"2026-{first}")
    assert (
        first_told(told, login, every(9, at(f"2026-{first}"), at(f"2026-{first}") + 9 * DAY))
        is None
    )


def test_who_is_told_goes_up_the_ladder(district: District, told: Told) -> None:
    due = at("2026-10-12 12:00")
    for hours, role in ((0, "executor"), (2, "block_lead"), (8, "curator"), (16, "head")):
        step(side="after", amount=hours, unit="working_hours", role=role)
    case_due(district, due)
    for moment in every(1, NOW, NOW + 3 * DAY):
        tell_news(at=moment)
    names = {person.pk: login for login, person in district.people.items()}
    rows = Notice.objects.filter(kind="overdue").order_by("at")
    found = [(names[row.person_id], f"{row.at.astimezone(ZONE):%d %H}") for row in rows]
    # Lunch, the end of the day and the night do not count.
    assert found == [
        ("executor", "12 13"),
        ("lead", "12 15"),
        ("curator", "13 12"),
        ("head", "14 12"),
    ]


def test_a_term_that_moved_is_told_of_anew(
    district: District, one_call: Callable[..., Case], told: Told
) -> None:
    step(side="before", amount=1, unit="calendar_days")
    case = one_call("Прошу убрать снег с дороги", **APPEAL)
    clock = case.clocks.get(kind="final_reply")
    near = clock.due_at - 20 * HOUR
    assert "term_soon" in told("executor", near)
    extend(
        case=case,
        grants=district.grants("curator"),
        at=near,
        days=30,
        reason="Ждём ответа",
        notice="Письмом",
    )
    clock.refresh_from_db()
    assert "term_soon" not in told("executor", near + 30 * HOUR)
    assert "term_soon" in told("executor", clock.due_at - 20 * HOUR)


def test_an_ended_case_is_no_longer_told_of(
    district: District, one_call: Callable[..., Case], told: Told
) -> None:
    step(side="after", amount=0)
    case = one_call()
    due = case.clocks.get().due_at
    leave_without_answer(case=case, grants=district.grants("curator"), at=NOW, ground="insulting")
    told("executor")
    assert told("executor", due + DAY) == []


def test_a_case_that_comes_in_overdue_is_told_of(
    district: District, one_call: Callable[..., Case], told: Told
) -> None:
    step(side="after", amount=0)
    assert told("executor") == []
    # Two days late into the register: the reach of the step lies behind its end already.
    case = one_call(at=NOW - timedelta(hours=1))
    Clock.objects.filter(case=case).update(due_at=NOW - 2 * DAY)
    assert "overdue" in told("executor")


def test_a_pile_of_overdue_is_one_notice(
    district: District, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "AT_ONCE", 50)
    step(side="after", amount=0)
    for n in range(230):
        case_due(district, NOW - HOUR - timedelta(minutes=n // 3))
    tell_news(at=NOW)
    (notice,) = Notice.objects.filter(person=district.people["executor"], kind="overdue")
    assert (notice.kind, notice.data["count"], notice.case) == ("overdue", 230, None)
    assert StepMade.objects.count() == 230
    assert tell_news(at=NOW + HOUR) == 0


def test_many_at_one_moment_are_not_parted(
    district: District, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "AT_ONCE", 10)
    step(side="after", amount=0)
    for _n in range(25):
        case_due(district, NOW - HOUR)
    assert "overdue 25" in told("executor")


def test_a_step_of_the_municipality_stands_in_the_place_of_a_common_one(
    district: District, told: Told
) -> None:
    step(code="late", side="after", amount=0, role="executor")
    step(district, code="late", side="after", amount=0, role="curator")
    case_due(district, NOW - HOUR)
    assert told("executor") == ["new_in_organisation"]
    assert told("curator") == ["overdue"]


def test_an_ended_step_of_the_municipality_takes_the_common_one_off(
    district: District, told: Told
) -> None:
    step(code="late", side="after", amount=0)
    step(district, code="late", side="after", amount=0, valid_until=NOW.date())
    case_due(district, NOW - HOUR)
    assert told("executor") == ["new_in_organisation"]


def test_a_step_of_one_regulation_leaves_others_alone(
    district: District, one_call: Callable[..., Case], told: Told
) -> None:
    step(regulation_code="fz59", side="after", amount=0)
    call = one_call()
    appeal = one_call("Прошу убрать снег с дороги", **APPEAL)
    late = max(c.due_at for case in (call, appeal) for c in case.clocks.all()) + DAY
    told("curator")
    tell_news(at=late)
    assert {n.case_id for n in Notice.objects.filter(kind="overdue")} == {appeal.pk}


def test_a_request_for_information_has_steps_of_its_own(
    district: District, one_call: Callable[..., Case], told: Told
) -> None:
    step(clock="information", side="before", amount=2, unit="working_days")
    step(clock="information", side="after", amount=0)
    case = one_call()
    ask_information(
        case=case,
        grants=district.grants("pos"),
        at=NOW,
        question="Чья дорога?",
        organisation=district.school,
    )
    request = case.information_requests.get()
    told("teacher")
    told("pos")
    assert told("teacher", request.due_at - 6 * DAY) == []
    assert told("teacher", request.due_at - DAY) == ["information_due"]
    # Who is asked is told of the request, never of the case he does not see.
    assert set(Notice.objects.filter(person=district.people["teacher"]).values_list("case")) == {
        (None,)
    }
    assert told("pos", request.due_at - DAY) == ["information_due"]
    assert told("teacher", request.due_at + HOUR) == ["information_due"]
    give_information(
        request=request, grants=district.grants("teacher"), at=request.due_at, reply="Наша"
    )
    assert told("teacher", request.due_at + 3 * DAY) == []


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    gaps=st.lists(st.integers(1, 60 * 24 * 4), min_size=1, max_size=8),
    dues=st.lists(st.integers(-24 * 6, 24 * 16), min_size=1, max_size=5),
)
def test_however_often_it_looks_each_step_is_made_once(
    district: District, told: Told, gaps: list[int], dues: list[int]
) -> None:
    """The looks may lie minutes or days apart: in the end each term was told of once."""
    Case.objects.all().delete()
    Notice.objects.all().delete()
    StepMade.objects.all().delete()
    EscalationStep.objects.all().delete()
    step(side="after", amount=3, unit="working_hours")
    for hours in dues:
        case_due(district, NOW + timedelta(hours=hours))
    moment = NOW
    for minutes in gaps:
        tell_news(at=moment)
        moment += timedelta(minutes=minutes)
    for _n in range(10):
        moment += 3 * DAY
        tell_news(at=moment)
    rows = Notice.objects.filter(kind="overdue", person=district.people["executor"])
    assert sum(row.data.get("count", 1) for row in rows) == len(dues)
