"""Cases as rows, without the deeds that lead to them: for tests of lists, boards and pages.

The cast and the registry they lie in: ``tests.district.build_district``.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from otklik.cases.models import Case, Clock
from otklik.core.text import search_tokens
from tests.district import NOW, District

_numbers = count(1)


def make_case(
    district: District,
    *,
    received_at: datetime = NOW - timedelta(days=1),
    due_at: datetime | None = None,
    clock: str = "final_reply",
    unit: str = "calendar_days",
    **traits: Any,
) -> Case:
    """Store a case and return it. ``traits`` are fields of the case.

    With ``due_at`` a clock of the kind runs until then. The stems for search are made of the
    text and, apart from it, of the applicant's name.
    """
    number = next(_numbers)
    text = traits.pop("text", "Не чистят снег на дороге")
    fields: dict[str, Any] = {
        "number": f"2026-{number:05d}",
        "channel": "im",
        "external_id": f"И-{number}",
        "state": "assigned",
        "recipient": district.council,
        "block": district.block,
        "topic": district.snow,
        "topic_group": district.snow.parent,
        "settlement": district.settlement,
        "applicant_name": "",
    } | traits
    case = Case.objects.create(
        municipality=district.municipality,
        text=text,
        received_at=received_at,
        state_at=received_at,
        search_text=search_tokens(text),
        search_personal=search_tokens(str(fields["applicant_name"])),
        next_due_at=due_at,
        next_clock=clock if due_at else "",
        **fields,
    )
    if due_at is not None:
        Clock.objects.create(
            case=case,
            kind=clock,
            amount=30,
            unit=unit,
            started_at=received_at,
            due_at=due_at,
            original_due_at=due_at,
        )
    return case
