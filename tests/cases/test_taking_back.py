"""An assignment made by mistake is taken back as if it had not been made; the log keeps both."""

from datetime import timedelta

import pytest

from otklik.cases.models import Case, Event
from otklik.cases.operations.assign import assign
from otklik.cases.operations.take_back_assignment import (
    NotToBeTakenBack,
    take_back_assignment,
)
from otklik.cases.operations.write_note import write_note
from otklik.cases.queries.access import NotAllowed
from otklik.cases.states import StepNotAllowed
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import make_case

SOON = NOW + timedelta(minutes=3)
KEPT = ("state", "recipient_id", "executor_id", "block_id", "decisions", "next_due_at")


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def seen(case: Case) -> dict[str, object]:
    """Return what an assignment may change, and the clocks."""
    now = Case.objects.get(pk=case.pk)
    clocks = list(case.clocks.order_by("pk").values("kind", "met_at", "cancelled_at"))
    values = {name: getattr(now, name) for name in KEPT}
    values["decisions"] = {k: v for k, v in now.decisions.items() if k != "state"}
    return values | {"clocks": clocks, "set_by_person": now.set_by_person}


def test_everything_is_as_it_was(district: District) -> None:
    case = make_case(district, decisions={"recipient": {"by": "machine", "code": "x"}})
    before = seen(case)
    grants = district.grants("curator")
    assign(case=case, grants=grants, at=NOW, recipient=district.council)
    assert seen(case) != before
    take_back_assignment(case=case, grants=grants, at=SOON)
    assert seen(case) == before
    names = list(Event.objects.filter(case_id=case.pk).order_by("seq").values_list("name"))[-2:]
    assert names == [("case.assign",), ("case.take_back_assignment",)]


def test_a_second_assignment_goes_back_to_the_first(district: District) -> None:
    case = make_case(district)
    grants = district.grants("curator")
    assign(case=case, grants=grants, at=NOW, recipient=district.council)
    assign(case=case, grants=grants, at=NOW, recipient=district.school)
    take_back_assignment(case=case, grants=grants, at=SOON)
    case.refresh_from_db()
    assert (case.recipient, case.block, case.state) == (
        district.council,
        district.block,
        "assigned",
    )


def test_it_is_not_taken_back_twice(district: District) -> None:
    case = make_case(district)
    grants = district.grants("curator")
    assign(case=case, grants=grants, at=NOW, recipient=district.council)
    take_back_assignment(case=case, grants=grants, at=SOON)
    with pytest.raises(StepNotAllowed):
        take_back_assignment(case=case, grants=grants, at=SOON)


def test_not_after_something_has_happened_since(district: District) -> None:
    case = make_case(district)
    grants = district.grants("curator")
    assign(case=case, grants=grants, at=NOW, recipient=district.council)
    write_note(case=case, grants=district.grants("executor"), at=SOON, text="Взяли в работу.")
    with pytest.raises(NotToBeTakenBack):
        take_back_assignment(case=case, grants=grants, at=SOON)


def test_not_what_another_has_assigned(district: District) -> None:
    case = make_case(district)
    assign(case=case, grants=district.grants("curator"), at=NOW, recipient=district.council)
    with pytest.raises(NotToBeTakenBack):
        take_back_assignment(case=case, grants=district.grants("pos"), at=SOON)
    with pytest.raises(NotAllowed):
        take_back_assignment(case=case, grants=district.grants("executor"), at=SOON)


def test_not_the_next_day(district: District) -> None:
    case = make_case(district)
    grants = district.grants("curator")
    assign(case=case, grants=grants, at=NOW, recipient=district.council)
    with pytest.raises(NotToBeTakenBack):
        take_back_assignment(case=case, grants=grants, at=NOW + timedelta(days=1))
