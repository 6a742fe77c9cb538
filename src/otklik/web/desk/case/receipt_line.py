"""The receipt a rule has written for the applicant, filled from the case."""

from dataclasses import dataclass
from datetime import datetime

from otklik.cases.models import Case
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission
from otklik.rules.uses import receipt_of
from otklik.web.desk.filling import filled_for


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """The words, and who has sent them when. ``may_send``: the person may say he has."""

    text: str
    told_at: datetime | None
    who: str
    may_send: bool


def receipt_line(case: Case, grants: Grants) -> ReceiptLine | None:
    """Return the receipt of the case for who sends answers, ``None`` without one."""
    may_send = access.may(grants, Permission.SEND_ANSWER, case)
    use = receipt_of(case) if may_send else None
    if use is None:
        return None
    who = use.told_by.short_name if use.told_by else ""
    text = filled_for(use.receipt_text, case, grants)
    return ReceiptLine(text, use.told_at, who, may_send=use.told_at is None)
