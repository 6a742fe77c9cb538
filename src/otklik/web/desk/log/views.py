"""Pages of the log."""

from collections.abc import Iterable
from itertools import islice

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otklik.cases import log
from otklik.cases.models import Case, Event, PersonalDataLook
from otklik.cases.queries import access
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.key_pages import key_page
from otklik.web.desk.log.forms import LogForm
from otklik.web.desk.log.words import detail_lines, event_name
from otklik.web.desk.middleware import DeskRequest

FLAWS_TOLD = 20


@require_GET
@needs(Permission.VIEW_LOG)
def events(request: DeskRequest) -> HttpResponse:
    """Show a page of events, the newest first."""
    form = LogForm(request.GET, municipality=request.municipality)
    found = Event.objects.filter(form.asked().condition(with_name=True))
    page = key_page(
        found.select_related("person"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        descending=True,
        key="seq",
    )
    shows_personal = _shows_personal(request)
    cases = _cases(request, (event.case_id for event in page.rows))
    rows = [
        (event, event_name(event.name), cases.get(event.case_id or 0),
         detail_lines(event, shows_personal=shows_personal))
        for event in page.rows
    ]  # fmt: skip
    context = {"form": form, "page": page, "rows": rows, "base_query": _base_query(request)}
    return render(request, "desk/log/events.html", context)


@require_GET
@needs(Permission.VIEW_LOG)
def looks(request: DeskRequest) -> HttpResponse:
    """Show a page of looks at personal data, the newest first."""
    form = LogForm(request.GET, municipality=request.municipality)
    del form.fields["name"]
    found = PersonalDataLook.objects.filter(form.asked().condition(with_name=False))
    page = key_page(
        found.select_related("person"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        descending=True,
    )
    cases = _cases(request, (look.case_id for look in page.rows))
    rows = [(look, cases.get(look.case_id)) for look in page.rows]
    context = {"form": form, "page": page, "rows": rows, "base_query": _base_query(request)}
    return render(request, "desk/log/looks.html", context)


@require_POST
@needs(Permission.VIEW_LOG)
def verify(request: DeskRequest) -> HttpResponse:
    """Walk the chain of the log and say whether it holds."""
    flaws = list(islice(log.flaws(request.municipality), FLAWS_TOLD))
    if not flaws:
        count = Event.objects.filter(municipality=request.municipality).count()
        words = _("The log is whole: entries checked: %s, nothing was changed or removed.")
        messages.success(request, words % count)
    for flaw in flaws:
        messages.error(request, _sentence(flaw))
    if len(flaws) == FLAWS_TOLD:
        messages.error(request, _("There may be more flaws: “otklik verify-log” tells all."))
    return redirect("log")


def _sentence(flaw: log.Flaw) -> str:
    sentences = {
        "gap": _("Entry %s is missing."),
        "changed": _("Entry %s was changed after it had been written."),
        "cut": _("The end of the log was cut off or replaced after entry %s."),
    }
    return sentences[flaw.kind] % flaw.seq


def _cases(request: DeskRequest, ids: Iterable[int | None]) -> dict[int, tuple[str, bool]]:
    """Return the numbers of the cases, each with whether the person may open it."""
    wanted = {key for key in ids if key is not None}
    ours = Case.objects.of_municipality(request.municipality).filter(pk__in=wanted)
    open_to = access.cases_for(request.grants, request.municipality).filter(pk__in=wanted)
    seen = set(open_to.values_list("pk", flat=True))
    return {pk: (number, pk in seen) for pk, number in ours.values_list("pk", "number")}


def _shows_personal(request: DeskRequest) -> bool:
    scopes = request.grants.scopes_of(Permission.VIEW_PERSONAL, request.municipality.pk)
    return any(scope.is_whole for scope in scopes)


def _base_query(request: DeskRequest) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return query.urlencode()
