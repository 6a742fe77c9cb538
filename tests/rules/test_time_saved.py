"""The estimate of saved time counts only the waiting the tried rule would have ended."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from otklik.cases.models import Case
from otklik.cases.operations.assign import assign
from otklik.registry.catalogue import Catalogue
from otklik.rehearsal.time_saved import TimeSaved, time_saved
from tests.cases.test_later_files import bring
from tests.cases.test_take_in import answered
from tests.district import NOW, District
from tests.factories import make_case
from tests.rules.test_rehearsal import draft

BEGAN = NOW - timedelta(days=20)


def arrived(district: District, **traits: Any) -> Case:
    fields = {"recipient": None, "registered_at": BEGAN, "state": "registered"} | traits
    return make_case(district, received_at=BEGAN, **fields)


def given(case: Case, district: District, hours: float, *, to_executor: bool) -> datetime:
    at = BEGAN + timedelta(hours=hours)
    executor = district.people["executor"] if to_executor else None
    grants = district.grants("curator")
    assign(case=case, grants=grants, at=at, recipient=district.council, executor=executor)
    return at


def saved(district: District, *cases: Case, executor: bool) -> TimeSaved:
    named = {"executor": district.people["executor"]} if executor else {}
    rule = draft(district, recipient=district.council, **named)
    return time_saved(rule, [case.pk for case in cases], Catalogue(district.municipality))


def test_a_rule_without_an_executor_ends_no_waiting_for_one(district: District) -> None:
    sent_at_once = arrived(district, recipient=district.council, state="assigned")
    given(sent_at_once, district, 5, to_executor=True)
    assert saved(district, sent_at_once, executor=False).assigned == 0
    told = saved(district, sent_at_once, executor=True)
    assert (told.assigned, told.median_hours) == (1, pytest.approx(5))


def test_a_rule_with_an_executor_ends_the_waiting_for_him(district: District) -> None:
    case = arrived(district)
    given(case, district, 2, to_executor=False)
    given(case, district, 10, to_executor=True)
    assert saved(district, case, executor=False).median_hours == pytest.approx(2)
    assert saved(district, case, executor=True).median_hours == pytest.approx(10)


def test_what_nobody_gave_on_saves_nothing(district: District) -> None:
    case = arrived(district)
    assert saved(district, case, executor=True).assigned == 0
    given(case, district, 3, to_executor=False)
    assert saved(district, case, executor=True).assigned == 0


def test_of_a_case_from_a_file_the_file_tells_the_assignment(
    district: District, tmp_path: Path
) -> None:
    case = bring(district, tmp_path, answered(1), days=0)
    told = saved(district, case, executor=False)
    assert (told.assigned, told.median_hours) == (1, pytest.approx(1 / 3))
    assert (told.answered, told.median_days) == (1, pytest.approx(2 / 24))
    assert (
        time_saved(
            draft(district, fast_track=True), [case.pk], Catalogue(district.municipality)
        ).assigned
        == 0
    )
