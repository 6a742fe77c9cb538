"""Registration numbers by patterns: own rows of numbers, no gaps, none twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.cases.models import CaseCounter
from otklik.intake.completeness import Given, Lack, lacks_of
from otklik.intake.numbers import Numbered, take_numbers
from otklik.intake.operations.register_by_hand import Sheet, register_by_hand
from otklik.registry.files.checks import makes_numbers
from otklik.registry.models import NumberPattern
from tests.district import NOW, TODAY, District, build_district

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


def a_pattern(
    district: District, pattern: str = "{letter}-{number}/{year}", **f: Any
) -> NumberPattern:
    values = {"code": "appeals", "name": "Обращения", "pattern": pattern, **f}
    return NumberPattern.objects.create(municipality=district.municipality, **values)


def register(district: District, text: str, kind: str = "appeal") -> str:
    sheet = Sheet(
        channel="paper",
        received_at=NOW - timedelta(hours=1),
        text=text,
        kind=kind,
        appeal_kind="application",
        applicant_name="тихонова Анна",
        applicant_address="с. Луговое",
    )
    case = register_by_hand(
        municipality=district.municipality, sheet=sheet, grants=district.grants("pos"), at=NOW
    )
    return case.number


def test_appeals_and_messages_have_numbers_of_their_own(district: District) -> None:
    a_pattern(district)
    numbers = [
        register(district, "Мост", "appeal"),
        register(district, "Снег", "message"),
        register(district, "Свет", "appeal"),
    ]
    assert numbers == ["Т-1/2026", "2026-00001", "Т-2/2026"]


def test_a_second_click_leaves_no_gap(district: District) -> None:
    a_pattern(district)
    assert register(district, "Мост") == register(district, "Мост") == "Т-1/2026"
    assert register(district, "Свет") == "Т-2/2026"


def test_a_number_of_an_undone_transaction_is_given_again(district: District) -> None:
    item = Numbered(TODAY, "message", "pos")
    with pytest.raises(RuntimeError), transaction.atomic():
        assert take_numbers(district.municipality, [item]) == ["2026-00001"]
        raise RuntimeError
    with transaction.atomic():
        assert take_numbers(district.municipality, [item]) == ["2026-00001"]


def test_two_patterns_that_write_the_same_never_give_it_twice(district: District) -> None:
    a_pattern(district, "{year}-{number:05d}")
    numbers = [register(district, f"Дело {n}", ("appeal", "message")[n % 2]) for n in range(6)]
    assert len(set(numbers)) == 6


def test_a_pattern_that_ended_is_used_no_more(district: District) -> None:
    a_pattern(district, valid_until=TODAY)
    a_pattern(district, "{index}-{number}-{year}", code="new", index="01-15", position=200)
    assert register(district, "Мост") == "01-15-1-2026"


@given(
    kinds=st.lists(
        st.tuples(
            st.sampled_from(["message", "appeal"]),
            st.sampled_from(["pos", "paper"]),
            st.sampled_from([date(2025, 12, 31), date(2026, 1, 1)]),
            st.text(max_size=3),
        ),
        max_size=30,
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_numbers_differ_and_have_no_gaps(
    district: District, kinds: list[tuple[str, str, date, str]]
) -> None:
    NumberPattern.objects.all().delete()
    CaseCounter.objects.all().delete()
    a_pattern(district, channels="paper")
    items = [Numbered(on, kind, channel, name) for kind, channel, on, name in kinds]
    with transaction.atomic():
        numbers = take_numbers(district.municipality, items)
    assert len(set(numbers)) == len(numbers)
    assert sum(CaseCounter.objects.values_list("last_number", flat=True)) == len(numbers)


@pytest.mark.parametrize(
    ("pattern", "is_right"),
    [
        ("{letter}-{number}/{year}", True),
        ("{index}/{channel}/{number:04d}-{year}", True),
        ("{number}", False),
        ("{year}", False),
        ("{letter.__class__}{number}{year}", False),
        ("{number}~{year}", False),
    ],
)
def test_a_pattern_is_checked_before_it_is_used(
    district: District, pattern: str, is_right: bool
) -> None:
    row = NumberPattern(municipality=district.municipality, pattern=pattern, index="01")
    known: Any = None
    faults = list(makes_numbers(row, known))
    assert (not faults) == is_right


@pytest.mark.parametrize(
    ("given_", "lacks"),
    [
        (Given("paper", "Имя", "Адрес", "", "Текст"), ()),
        (Given("paper", "Имя", "", "a@example.org", "Текст"), (Lack.ADDRESS,)),
        (Given("email", "Имя", "", "a@example.org", "Текст"), ()),
        (Given("email", " ", "", "", " "), (Lack.NAME, Lack.ADDRESS, Lack.SUBSTANCE)),
    ],
)
def test_what_an_appeal_lacks_is_told(given_: Given, lacks: tuple[Lack, ...]) -> None:
    assert lacks_of(given_) == lacks
