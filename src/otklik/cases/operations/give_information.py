"""Give the information that was asked for."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case, InformationRequest
from otklik.cases.queries import access, information
from otklik.cases.states import RequestNotOpen
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission


def give_information(
    *, request: InformationRequest, grants: Grants, at: datetime, reply: str
) -> Case:
    """Keep what was told and return the case. Who is asked need not see the case for it.

    Who asked may write down what a body outside told. Raises ``states.RequestNotOpen``,
    ``access.NotAllowed``, ``states.StepNotAllowed`` and ``states.StepIncomplete``.
    """

    def is_asked(case: Case) -> None:
        if not information.may_give(request, grants, case, at):
            raise access.NotAllowed(Permission.GIVE_INFORMATION)

    given: dict[str, object] = {"reply": reply}
    with moves.move(
        "give_information", case=request.case, grants=grants, at=at, given=given, gate=is_asked
    ) as current:
        locked = InformationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if not locked.is_open:
            raise RequestNotOpen
        locked.reply, locked.answered_by, locked.answered_at = reply.strip(), grants.person, at
        locked.save(update_fields=["reply", "answered_by", "answered_at"])
        current.note(request=locked.pk, asked=str(locked.asked), reply=locked.reply)
    return current.case
