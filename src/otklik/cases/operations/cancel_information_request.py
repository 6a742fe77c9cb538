"""Take back a request for information that is no longer needed."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case, InformationRequest
from otklik.cases.states import RequestNotOpen
from otklik.registry.grants import Grants


def cancel_information_request(
    *, request: InformationRequest, grants: Grants, at: datetime, reason: str = ""
) -> Case:
    """Cancel the request: the body asked sees it no more. Return the case.

    Raises ``states.RequestNotOpen`` and what ``moves.move`` raises.
    """
    with moves.move(
        "cancel_information_request", case=request.case, grants=grants, at=at
    ) as current:
        locked = InformationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if not locked.is_open:
            raise RequestNotOpen
        locked.cancelled_at = at
        locked.save(update_fields=["cancelled_at"])
        current.note(request=locked.pk, asked=str(locked.asked), reason=reason.strip())
    return current.case
