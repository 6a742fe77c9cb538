"""Give a case to a responsible recipient, and if known to a person there."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models import Organisation, Person


class NotARecipient(Exception):
    """The organisation belongs to another municipality or is not a responsible recipient."""


class NotOfTheRecipient(Exception):
    """The executor does not work for the recipient."""


def assign(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    recipient: Organisation,
    executor: Person | None = None,
    remark: str = "",
) -> Case:
    """Assign the case to the recipient at the moment ``at`` and return it.

    The sector block follows the recipient unless the recipient has none. Raises
    ``NotARecipient``, ``NotOfTheRecipient`` and what ``moves.move`` raises.
    """
    if recipient.municipality_id != case.municipality_id or not recipient.is_recipient:
        raise NotARecipient(recipient.name)
    if executor is not None and executor.organisation_id != recipient.pk:
        raise NotOfTheRecipient(executor.full_name)
    given: dict[str, object] = {"recipient": recipient}
    with moves.move("assign", case=case, grants=grants, at=at, given=given) as current:
        if decided := current.case.decisions.get("recipient"):
            # What taking the assignment back goes back to.
            current.note(decided_before=decided)
        current.set(
            recipient=recipient, executor=executor, block=recipient.block or current.case.block
        )
        current.decide("recipient", recipient.code)
        if remark.strip():
            current.note(remark=remark.strip())
    return current.case
