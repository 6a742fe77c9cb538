"""Grounds for no answer with their notices, and the term of the law with its extension."""

from datetime import datetime
from typing import Any

import pytest

from otklik.cases.models import Case, Question
from otklik.cases.models.choices import State
from otklik.cases.operations.extend import ExtensionBeyondLaw, extend
from otklik.cases.operations.leave_without_answer import (
    CrimeNotLookedFor,
    GroundDoesNotFit,
    leave_without_answer,
)
from otklik.cases.operations.tell_applicant import NothingToTell, tell_applicant
from otklik.registry.models import NoAnswerGround
from tests.district import NOW, ZONE, District, build_district
from tests.web.cases_at_hand import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


def an_appeal(district: District, **fields: Any) -> Case:
    case = make_case(district, **({"kind": "appeal", "channel": "paper"} | fields))
    Question.objects.create(case=case, number=1)
    return case


def doing(district: District) -> dict[str, Any]:
    return {"grants": district.grants("curator"), "at": NOW}


def a_ground(code: str, **fields: Any) -> NoAnswerGround:
    return NoAnswerGround.objects.create(code=code, name=code, kind="appeal", **fields)


def test_the_applicant_is_told_within_the_days_of_the_ground(district: District) -> None:
    a_ground("court_decision", tell_days=7)
    registered = datetime(2026, 10, 10, 9, 0, tzinfo=ZONE)
    case = an_appeal(district, registered_at=registered)
    left = leave_without_answer(case=case, ground="court_decision", **doing(district))
    assert left.next_clock == "notice"
    # The seventh day is a Saturday: the working day before.
    assert left.next_due_at is not None
    assert left.next_due_at.astimezone(ZONE).date() == datetime(2026, 10, 16, tzinfo=ZONE).date()
    told = tell_applicant(case=left, notice="письмо № 5", **doing(district))
    assert told.next_due_at is None
    with pytest.raises(NothingToTell):
        tell_applicant(case=left, notice="ещё раз", **doing(district))


def test_told_at_once_no_clock_runs(district: District) -> None:
    a_ground("court_decision", tell_days=7)
    case = an_appeal(district)
    left = leave_without_answer(
        case=case, ground="court_decision", notice="письмо № 5", **doing(district)
    )
    assert left.next_due_at is None


def test_an_anonymous_appeal_is_looked_through_for_a_crime(district: District) -> None:
    a_ground("no_name_or_address", wants_crime_check=True)
    case = an_appeal(district, applicant_name="")
    with pytest.raises(CrimeNotLookedFor):
        leave_without_answer(case=case, ground="no_name_or_address", **doing(district))
    left = leave_without_answer(
        case=case, ground="no_name_or_address", is_no_crime=True, **doing(district)
    )
    assert left.state == State.LEFT_WITHOUT_ANSWER
    assert case.questions.get().result == "left_without_answer"


def test_a_ground_that_ended_does_not_fit(district: District) -> None:
    a_ground("own_ground", valid_until=NOW.date())
    case = an_appeal(district)
    with pytest.raises(GroundDoesNotFit):
        leave_without_answer(case=case, ground="own_ground", **doing(district))


@pytest.mark.parametrize(
    ("registered", "due", "extended"),
    [
        ("2025-12-02", "2025-12-30", "2026-01-30"),
        ("2026-04-09", "2026-05-08", "2026-06-08"),
        ("2024-10-03", "2024-11-02", "2024-12-02"),
        ("2025-04-03", "2025-04-30", "2025-06-02"),
        ("2026-12-05", "2026-12-30", "2027-02-03"),
    ],
)
def test_the_term_of_the_law_and_its_one_extension(
    district: District, registered: str, due: str, extended: str
) -> None:
    at = datetime.fromisoformat(f"{registered}T12:00").replace(tzinfo=ZONE)
    case = an_appeal(district, received_at=at, registered_at=at)
    asked = {"grants": district.grants("curator"), "reason": "запрос", "notice": "письмо"}

    def day_due() -> str:
        clock = case.clocks.get(kind="final_reply")
        return clock.due_at.astimezone(ZONE).date().isoformat()

    assert day_due() == due
    with pytest.raises(ExtensionBeyondLaw):
        extend(case=case, at=at, days=31, **asked)
    extend(case=case, at=at, days=30, **asked)
    assert day_due() == extended
    with pytest.raises(ExtensionBeyondLaw):
        extend(case=case, at=at, days=1, **asked)
