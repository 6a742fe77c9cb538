"""The log of logins for the auditor, as a page and as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from otklik.entrance.models import LoginEvent, LoginEventKind
from otklik.entrance.record import events_in
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.key_pages import key_page
from otklik.web.desk.log.export import Row, as_file, chunks, moment
from otklik.web.desk.log.forms import LogForm
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.my_login.words import event_lines, event_words


class LoginLogForm(LogForm):
    """Person, kind of event and days."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, municipality=municipality, **kwargs)
        del self.fields["number"]
        name: Any = self.fields["name"]
        name.choices = [("", _("anything")), *LoginEventKind.choices]

    def found(self) -> QuerySet[LoginEvent]:
        """Return the events asked for."""
        asked = self.asked()
        condition = Q() if asked.person is None else Q(person=asked.person)
        if asked.name:
            condition &= Q(kind=asked.name)
        rows = events_in(asked.municipality).filter(condition & asked.days())
        return rows.select_related("person", "by")


@require_GET
@needs(Permission.VIEW_LOG)
def logins(request: DeskRequest) -> HttpResponse:
    """Show a page of what happened at the door, the newest first."""
    form = LoginLogForm(request.GET, municipality=request.municipality)
    page = key_page(
        form.found(),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        descending=True,
    )
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    context = {
        "form": form,
        "page": page,
        "rows": event_lines(page.rows),
        "base_query": query.urlencode(),
    }
    return render(request, "desk/log/logins.html", context)


@require_GET
@needs(Permission.VIEW_LOG)
def export_logins(request: DeskRequest) -> StreamingHttpResponse:
    """Answer the events asked for as csv; the export is itself logged."""
    form = LoginLogForm(request.GET, municipality=request.municipality)
    header = (_("When"), _("Whose login"), _("What happened"), _("By whom"), _("Network address"))
    rows = _rows(request.municipality, form.found().order_by("-pk"))
    return as_file(request, "logins", (*header, _("Device")), rows)


def _rows(municipality: Municipality, found: QuerySet[LoginEvent]) -> Iterator[Row]:
    for events in chunks(found):
        for event in events:
            yield (
                moment(municipality, event.at),
                event.person.full_name if event.person else _("a login there is none of"),
                event_words(event),
                event.by.full_name if event.by else "",
                event.ip or "",
                event.device,
            )
