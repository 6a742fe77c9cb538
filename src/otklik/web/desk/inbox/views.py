"""The list of cases."""

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from otklik.cases.models import SavedView
from otklik.cases.queries.lists import find_page
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.inbox import address
from otklik.web.desk.inbox.assigning import recipients_of
from otklik.web.desk.inbox.chips import chips
from otklik.web.desk.inbox.choices import panel_choices
from otklik.web.desk.inbox.many import undo_offered
from otklik.web.desk.inbox.queues import quick_views
from otklik.web.desk.inbox.rows import case_rows
from otklik.web.desk.middleware import DeskRequest


@needs(Permission.VIEW_CASE)
def inbox(request: DeskRequest) -> HttpResponse:
    """Show a page of the cases the address asks for."""
    chosen = address.Reader(request.user, request.municipality, request.at).read(request.GET)
    page = find_page(
        chosen,
        grants=request.grants,
        municipality=request.municipality,
        at=request.at,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    cleaned = address.clean(request.GET)
    can_assign = request.grants.allows(Permission.ASSIGN_CASE, request.municipality)
    context = {
        "page": page,
        "rows": case_rows(
            page.rows, at=request.at, municipality=request.municipality, with_ticks=can_assign
        ),
        "chips": chips(chosen, cleaned, request.municipality),
        "quick_views": quick_views(request, cleaned, counted=False),
        "saved_views": _saved_views(request, cleaned.urlencode()),
        "base_query": cleaned.urlencode(),
        "order_links": _order_links(cleaned),
        "is_by_due": chosen.is_by_due,
        "can_order": not chosen.due,
        "recipients": recipients_of(request.municipality, request.at) if can_assign else [],
        "here": request.get_full_path(),
        "undo": undo_offered(request),
        "may_control": request.grants.allows(Permission.CONTROL_CASE, request.municipality),
    }
    return render(request, "desk/inbox/inbox.html", context)


@needs(Permission.VIEW_CASE)
def queues(request: DeskRequest) -> HttpResponse:
    """Answer the row of views with how much waits in each; the page asks again every minute."""
    cleaned = address.clean(request.GET)
    context = {
        "quick_views": quick_views(request, cleaned, counted=True),
        "saved_views": _saved_views(request, cleaned.urlencode()),
        "base_query": cleaned.urlencode(),
        "is_counted": True,
    }
    return render(request, "desk/inbox/_views.html", context)


@needs(Permission.VIEW_CASE)
def filter_panel(request: DeskRequest) -> HttpResponse:
    """Show all filters: inside the list for htmx, as a page of its own otherwise."""
    cleaned = address.clean(request.GET)
    context = {
        "choices": panel_choices(cleaned, request.municipality, request.at),
        "values": {name: cleaned.get(name, "") for name in address.NAMES},
        "base_query": cleaned.urlencode(),
    }
    template = "desk/inbox/_filters.html" if request.htmx else "desk/inbox/filters.html"
    return render(request, template, context)


def _order_links(cleaned: QueryDict) -> dict[str, str]:
    plain = cleaned.copy()
    plain.pop("order", None)
    query = plain.urlencode()
    by_due = f"{query}&" if query else ""
    return {
        "received": f"{reverse('inbox')}?{query}",
        "due": f"{reverse('inbox')}?{by_due}{urlencode({'order': 'due'})}",
    }


def _saved_views(request: DeskRequest, query: str) -> list[dict[str, object]]:
    views = SavedView.objects.filter(person=request.user, municipality=request.municipality)
    return [
        {"view": view, "url": f"{reverse('inbox')}?{view.query}", "is_current": view.query == query}
        for view in views.order_by("name")
    ]
