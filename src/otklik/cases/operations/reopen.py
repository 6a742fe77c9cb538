"""Open a case again."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.cases.models.choices import State
from otklik.registry.grants import Grants


def reopen(*, case: Case, grants: Grants, at: datetime, reason: str) -> Case:
    """Take an ended case back into work with new terms and return it.

    The terms of its regulation that start at ``reopened`` run anew. A case that no recipient of
    the municipality holds, as after a transfer, is to be assigned first. Raises what ``moves.move``
    raises.
    """
    given: dict[str, object] = {"reason": reason}
    with moves.move("reopen", case=case, grants=grants, at=at, given=given) as current:
        # Later files may say again how it ended and how it was rated.
        current.put(resolution="", rating=None)
        current.release("resolution", "rating")
        recipient = current.case.recipient
        if recipient is None or not recipient.is_recipient:
            current.put(recipient=None, jurisdiction_level="")
            current.to_state = State.REGISTERED
        current.case.answered_at = None
        current.case.closed_at = None
        current.note(reason=reason.strip())
    return current.case
