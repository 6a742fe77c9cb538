"""What low ratings and silence ask people to do: queues, calls, figures."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.models import Case, Event, Rating
from otklik.cases.queries.access import NotAllowed
from otklik.registry.models import Municipality
from otklik.satisfaction.deeds import (
    AlreadyWorked,
    Call,
    NotToBeCalled,
    Said,
    note_call,
    rate_by_link,
    work_off,
)
from otklik.satisfaction.figures import (
    asked_cases,
    line_of,
    lines_by,
    mean_interval,
    promise_lines,
    wilson,
)
from otklik.satisfaction.links import read, token_of
from otklik.satisfaction.queues import is_to_be_called, low, returned, to_call
from tests.district import NOW, District, build_district
from tests.satisfaction.answered import LATER, SENT_AT, answered_case

DAY = timedelta(days=1)


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def rate(district: District, number: str, value: int, **traits: object) -> Case:
    answer = answered_case(district, number, **traits)
    said = Said(value, f"оценка {value}")
    rate_by_link(link=read(token_of(answer), LATER), at=LATER, said=said)
    return Case.objects.get(pk=answer.case_id)


def test_executor_and_lead_see_what_came_back_and_others_do_not(district: District) -> None:
    case = rate(district, "О-1", 2)
    for login in ("executor", "lead", "curator", "pos"):
        (row,) = returned(district.grants(login), district.municipality).rows
        assert (row.rating.case, row.rating.comment) == (case, "оценка 2")
    for login in ("teacher", "stranger", "admin"):
        assert not returned(district.grants(login), district.municipality).rows
    abroad = build_district("stepnoe")
    assert not returned(abroad.grants("curator"), abroad.municipality).rows
    Case.objects.filter(pk=case.pk).update(state="answered")
    assert not returned(district.grants("curator"), district.municipality).rows


def test_a_low_rating_that_returned_nothing_is_a_task_until_it_is_worked(
    district: District,
) -> None:
    case, here = rate(district, "О-1", 3), district.municipality
    rate(district, "О-2", 4)
    by_file = answered_case(district, "О-3", rating=1).case
    Rating.objects.create(case=by_file, value=1, source="file", at=LATER)
    curator, lead = district.grants("curator"), district.grants("lead")
    assert {row.case for row in low(lead, here, LATER).rows} == {case, by_file}
    assert not low(district.grants("executor"), here, LATER).rows
    rating = case.ratings.get()
    with pytest.raises(NotAllowed):
        work_off(rating=rating, grants=district.grants("executor"), at=LATER, what="Позвонили")
    with pytest.raises(ValueError, match="nothing"):
        work_off(rating=rating, grants=lead, at=LATER, what="  ")
    work_off(rating=rating, grants=lead, at=LATER, what="Позвонили, объяснили")
    with pytest.raises(AlreadyWorked):
        work_off(rating=rating, grants=curator, at=LATER, what="ещё раз")
    work_off(rating=by_file.ratings.get(), grants=curator, at=LATER, what="Выехали")
    assert not low(curator, here, LATER).rows
    assert Event.objects.filter(name="case.rating_worked").count() == 2


def test_the_sample_of_calls_follows_the_share(district: District) -> None:
    here, grants = district.municipality, district.grants("curator")
    for number in range(100):
        answered_case(district, f"О-{number}")
    for percent in (0, 10, 35, 100):
        Municipality.objects.filter(pk=here.pk).update(callback_percent=percent)
        here.refresh_from_db()
        assert len(to_call(grants, here, LATER).rows) == percent


def test_nobody_is_called_without_a_cause(district: District) -> None:
    here, grants = district.municipality, district.grants("curator")
    here.callback_percent = 100
    answered_case(district, "О-1", applicant_phone="")
    answered_case(district, "О-2", rating=5)
    answered_case(district, "О-3", state="assigned")
    answered_case(district, "О-4", sent_at=SENT_AT - 40 * DAY)
    asked = answered_case(district, "О-5").case
    assert [row.pk for row in to_call(grants, here, LATER).rows] == [asked.pk]
    later = Call("later", call_again_at=LATER + DAY)
    note_call(case=asked, grants=grants, at=LATER, call=later)
    assert not to_call(grants, here, LATER).rows
    assert to_call(grants, here, LATER + 2 * DAY).rows
    for _n in range(2):
        note_call(case=asked, grants=grants, at=LATER, call=Call("no_answer"))
    assert not to_call(grants, here, LATER + 2 * DAY).rows
    assert not is_to_be_called(asked, here)


def test_a_rating_by_telephone_is_kept_and_a_low_one_returns_the_case(
    district: District,
) -> None:
    case, grants = answered_case(district).case, district.grants("curator")
    call = Call("rated", Said(1, "Ничего не сделано"))
    with pytest.raises(NotAllowed):
        note_call(case=case, grants=district.grants("executor"), at=LATER, call=call)
    note_call(case=case, grants=grants, at=LATER, call=call)
    case.refresh_from_db()
    assert (case.state, case.ratings.get().source) == ("assigned", "phone")
    names = list(Event.objects.order_by("seq").values_list("name", "actor"))
    assert names == [
        ("case.called", "person"),
        ("case.rate", "person"),
        ("case.reopen", "machine"),
    ]
    with pytest.raises(NotToBeCalled):
        note_call(case=case, grants=grants, at=LATER, call=call)


def test_figures_are_those_of_their_cases(district: District) -> None:
    rate(district, "О-1", 5)
    rate(district, "О-2", 2)
    rate(district, "О-3", 3, recipient=district.school, block=district.other_block)
    answered_case(district, "О-4")
    answered_case(district, "О-5", sent_at=SENT_AT - 90 * DAY)
    here = district.municipality
    cases = asked_cases(here, NOW - DAY, NOW + DAY)
    whole = line_of(None, cases, 5)
    assert (whole.answered, whole.rated, whole.low, whole.returned) == (4, 3, 2, 1)
    assert whole.mean == pytest.approx(10 / 3)
    assert whole.is_thin
    lines = {line.key: line for line in lines_by(cases, "recipient", 1)}
    assert (lines[district.council.pk].answered, lines[district.council.pk].rated) == (3, 2)
    assert (lines[district.school.pk].low, lines[district.school.pk].is_thin) == (1, False)
    (by_source,) = lines_by(cases, "source", 1)
    assert (by_source.key, by_source.answered) == ("link", 3)
    assert promise_lines(here, NOW - DAY, NOW + DAY, LATER) == []


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_of_a_share_holds_the_share_and_lies_within_bounds(a: int, b: int) -> None:
    part, whole = min(a, b), max(a, b)
    found = wilson(part, whole)
    if whole == 0:
        assert found is None
        return
    assert found is not None
    assert 0 <= found.low <= part / whole <= found.high <= 1
    assert found.high > found.low


@given(st.lists(st.integers(1, 5), max_size=60))
def test_the_interval_of_a_mean_holds_the_mean(values: list[int]) -> None:
    found = mean_interval(values)
    if len(values) < 2:
        assert found is None
        return
    assert found is not None
    mean = sum(values) / len(values)
    assert 1 <= found.low <= mean + 1e-9
    assert mean - 1e-9 <= found.high <= 5
