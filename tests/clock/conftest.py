"""Calendars the clock tests share: Khakassia and Berlin, nine to six with an hour's lunch."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from otklik.clock import WorkCalendar, WorkSchedule

NINE_TO_SIX = WorkSchedule.five_days(time(9), time(18), time(13), time(14))


@pytest.fixture(scope="session")
def khakassia() -> WorkCalendar:
    return WorkCalendar(ZoneInfo("Asia/Krasnoyarsk"), NINE_TO_SIX)


@pytest.fixture(scope="session")
def berlin() -> WorkCalendar:
    """A zone that changes its clocks; the holidays stay Russian."""
    return WorkCalendar(ZoneInfo("Europe/Berlin"), NINE_TO_SIX)
