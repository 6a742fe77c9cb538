"""Transfer a case by competence to another body."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseKind, Resolution
from otklik.cases.states import StepIncomplete
from otklik.registry.grants import Grants
from otklik.registry.models import Organisation


class NotAnotherBody(Exception):
    """The body is not of this municipality's registry, or is its own responsible recipient."""


def transfer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    organisation: Organisation,
    reason: str,
    notice: str = "",
) -> Case:
    """Hand the case over to the body (59-FZ art. 8 part 3) and return it.

    ``notice`` says how the applicant was told; an appeal needs it. Raises ``NotAnotherBody``
    and what ``moves.move`` raises.
    """
    if organisation.municipality_id != case.municipality_id or organisation.is_recipient:
        raise NotAnotherBody(organisation.name)
    given: dict[str, object] = {"organisation": organisation, "reason": reason}
    if case.kind == CaseKind.APPEAL and not notice.strip():
        # The law wants the applicant of an appeal to be told.
        raise StepIncomplete("transfer", "notice")
    with moves.move("transfer", case=case, grants=grants, at=at, given=given) as current:
        current.set(
            recipient=organisation,
            executor=None,
            resolution=Resolution.TRANSFERRED,
            jurisdiction_level=organisation.jurisdiction_level,
        )
        current.decide("recipient", organisation.code)
        current.case.closed_at = at
        current.note(reason=reason.strip(), notice=notice.strip())
    return current.case
