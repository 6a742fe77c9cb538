"""A case whose final answer went out, for tests of what the citizen says of it."""

from datetime import datetime, timedelta
from typing import Any

from otklik.cases.models import Answer, Case
from otklik.registry.models import Regulation
from tests.district import NOW, District
from tests.factories import make_case

SENT_AT = NOW
LATER = NOW + timedelta(days=1)


def answered_case(
    district: District, number: str = "О-1", *, sent_at: datetime = SENT_AT, **traits: Any
) -> Answer:
    """Store an answered case whose regulation returns it at 2 and below; return the answer."""
    regulation = Regulation.objects.get(code="pos")
    Regulation.objects.filter(pk=regulation.pk).update(reopen_at_rating=2)
    regulation.refresh_from_db()
    fields: dict[str, Any] = {
        "state": "answered",
        "channel": "pos",
        "regulation": regulation,
        "answered_at": sent_at,
        "applicant_phone": "8 913 000-00-00",
        "resolution": "explained",
    }
    case: Case = make_case(district, number=number, external_id=number, **(fields | traits))
    return add_final(case, sent_at)


def add_final(case: Case, sent_at: datetime, text: str = "Снег убран.") -> Answer:
    """Store the next final answer as sent."""
    return Answer.objects.create(
        case=case,
        version=case.answers.count() + 1,
        kind="final",
        state="sent",
        text=text,
        created_at=sent_at,
        sent_at=sent_at,
    )
