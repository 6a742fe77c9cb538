"""Fixtures of the reminders room: those of the case file, and what people were told."""

from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest

from otklik.cases.models import Case
from otklik.registry.models import EscalationStep
from otklik.reminders.models import Notice
from otklik.reminders.telling import begin, tell_news
from tests.cases.conftest import district
from tests.cases.conftest import phone_call as one_call
from tests.district import NOW, District

__all__ = ["district", "one_call"]
_numbers = count(1)


@pytest.fixture
def phone_call(one_call: Callable[..., Case]) -> Callable[..., Case]:
    """Register another telephone call each time."""

    def call(at: datetime = NOW, **fields: str) -> Case:
        return one_call(f"Не чистят снег у дома {next(_numbers)}", at, **fields)

    return call


@pytest.fixture
def told(district: District) -> Callable[..., list[str]]:
    """Tell what is new, and return what the person of the cast was told since the last time."""
    begin(district.municipality, at=NOW)

    def tell(login: str, at: datetime = NOW) -> list[str]:
        tell_news(at=at)
        rows = Notice.objects.filter(person=district.people[login], seen_at=None).order_by("pk")
        found = [f"{n.kind} {n.data['count']}" if "count" in n.data else n.kind for n in rows]
        rows.update(seen_at=at)
        return found

    return tell


def step(district: District | None = None, **fields: object) -> EscalationStep:
    """Store a step of escalation."""
    values: dict[str, object] = {
        "code": f"step-{next(_numbers)}",
        "clock": "final_reply",
        "side": "before",
        "amount": 1,
        "unit": "working_days",
        "role": "executor",
        "municipality": district.municipality if district else None,
    }
    return EscalationStep.objects.create(**(values | fields))
