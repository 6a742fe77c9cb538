"""Fixtures of the case file."""

from collections.abc import Callable
from datetime import datetime

import pytest

from otklik.cases.models import Case
from otklik.intake.operations.register_by_hand import Sheet, register_by_hand
from tests.district import NOW, District, build_district


@pytest.fixture
def district(db: None) -> District:
    """A small invented district."""
    return build_district()


@pytest.fixture
def phone_call(district: District) -> Callable[..., Case]:
    """Register a telephone call the curator took down."""

    def call(text: str = "Не чистят снег на дороге", at: datetime = NOW, **fields: str) -> Case:
        sheet = Sheet(channel="phone", received_at=at, text=text, **fields)
        return register_by_hand(
            municipality=district.municipality,
            sheet=sheet,
            grants=district.grants("curator"),
            at=at,
        )

    return call
