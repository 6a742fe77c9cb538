"""Notices in words: for the page, and for letters, where no name and no text of a citizen is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.cases.models import Case, InformationRequest
from otklik.registry.models import Municipality, Person
from otklik.registry.models.regulations import ClockKind
from otklik.reminders.models import Notice, NoticeKind

QUERIES: dict[str, str] = {
    NoticeKind.NEW_IN_ORGANISATION: "state=open",
    NoticeKind.ASSIGNED: "state=open&executor=me",
    NoticeKind.HANDED_OVER: "state=open&executor=me",
    NoticeKind.TAKEN_BY_RULE: "state=open",
    NoticeKind.OVERDUE: "due=overdue",
    NoticeKind.TERM_SOON: "due=running&state=open",
    NoticeKind.PROMISE_NEAR: "state=deferred",
    NoticeKind.RETURNED: "returned=1",
    NoticeKind.WAITS_APPROVAL: "state=in_review",
    NoticeKind.APPROVED: "state=approved",
    NoticeKind.RED_FLAG: "flag=waits",
    NoticeKind.RETURNED_BY_CITIZEN: "rating=1&rating=2&state=open",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in words. ``subject`` tells number, topic and place; ``path`` where it leads."""

    notice: Notice
    title: str
    subject: str
    detail: str
    path: str


def lines(notices: Sequence[Notice], municipality: Municipality) -> list[Line]:
    """Return the notices in words, in their order."""
    cases = Case.objects.select_related("topic", "settlement").in_bulk(
        {n.case_id for n in notices if n.case_id}
    )
    requests = InformationRequest.objects.select_related("case__topic", "case__settlement").in_bulk(
        {n.request_id for n in notices if n.request_id}
    )
    people = Person.objects.in_bulk({n.data["by"] for n in notices if n.data.get("by")})
    return [
        _line(
            notice,
            municipality,
            cases.get(notice.case_id or 0),
            requests.get(notice.request_id or 0),
            people.get(notice.data.get("by", 0)),
        )
        for notice in notices
    ]


def _line(
    notice: Notice,
    municipality: Municipality,
    case: Case | None,
    request: InformationRequest | None,
    by: Person | None,
) -> Line:
    details = [by.short_name] if by is not None else []
    due = _due(notice, municipality)
    return Line(
        notice=notice,
        title=capfirst(_title(notice)),
        subject=subject_of(case or (request.case if request else None)),
        detail=" · ".join([*([due] if due else []), *details]),
        path=_path(notice, case),
    )


def subject_of(case: Case | None) -> str:
    """Return number, topic and settlement of the case: never a word of the citizen."""
    if case is None:
        return ""
    told = [case.number, str(case.topic.name) if case.topic else "", str(case.settlement or "")]
    return " · ".join(part for part in told if part)


def _title(notice: Notice) -> str:
    label = str(NoticeKind(notice.kind).label) if notice.kind in NoticeKind.values else notice.kind
    count = notice.data.get("count")
    if count:
        words = ngettext("%(what)s: %(n)s case", "%(what)s: %(n)s cases", count)
        return words % {"what": label, "n": count}
    return label


def _due(notice: Notice, municipality: Municipality) -> str:
    moment = parse_datetime(notice.data.get("due", ""))
    if moment is None:
        return ""
    kind = notice.data.get("clock", "")
    clock = ClockKind(kind).label if kind in ClockKind.values else _("information")
    until = f"{municipality.local(moment):%d.%m.%Y %H:%M}"
    if notice.data.get("side") == "after":
        return _("%(clock)s was due %(until)s") % {"clock": clock, "until": until}
    return _("%(clock)s until %(until)s") % {"clock": clock, "until": until}


def _path(notice: Notice, case: Case | None) -> str:
    if case is not None:
        return reverse("case-detail", args=[case.number])
    if notice.request_id is not None:
        return reverse("information-request", args=[notice.request_id])
    if notice.kind in (NoticeKind.INFORMATION_ASKED, NoticeKind.INFORMATION_DUE):
        return reverse("information")
    return f"{reverse('inbox')}?{QUERIES.get(notice.kind, 'state=open')}"
