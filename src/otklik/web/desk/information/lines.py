"""Requests for information as pages show them: of the case only what those asked may see."""

from dataclasses import dataclass
from datetime import datetime

from otklik.cases.models import Case, InformationRequest
from otklik.cases.models.information import Shown
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission
from otklik.understanding import find_personal_data, mask
from otklik.web.desk.deadlines import shade_of, time_words


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request with its standing. ``is_case_seen``: the number leads to the card."""

    request: InformationRequest
    topic: str
    place: str
    is_case_seen: bool
    standing: str
    shade: str


@dataclass(frozen=True, slots=True)
class ShownOfCase:
    """What those asked see beside the question; blank what they do not."""

    text: str
    applicant: str
    contacts: tuple[str, ...]

    @property
    def is_personal(self) -> bool:
        """Whether it names the applicant, so that the look is to be written down."""
        return bool(self.applicant or self.contacts)


def request_line(request: InformationRequest, grants: Grants, at: datetime) -> RequestLine:
    """Return the request for a list or its page."""
    case = request.case
    running = request.is_open
    return RequestLine(
        request=request,
        topic=case.topic.name if case.topic else "",
        place=str(case.settlement or ""),
        is_case_seen=access.may(grants, Permission.VIEW_CASE, case),
        standing=time_words(request.due_at, at) if running else "",
        shade=shade_of(request.due_at, at) if running else "calm",
    )


def shown_of(request: InformationRequest) -> ShownOfCase:
    """Return what of the case goes with the question."""
    case: Case = request.case
    if request.shown == Shown.PERSONAL:
        contacts = (case.applicant_phone, case.applicant_email, case.applicant_address)
        return ShownOfCase(case.text, case.applicant_name, tuple(c for c in contacts if c))
    if request.shown == Shown.TEXT:
        return ShownOfCase(mask(case.text, find_personal_data(case.text)), "", ())
    return ShownOfCase("", "", ())
