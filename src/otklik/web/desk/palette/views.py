"""The page and the dialog "Go to…", and the page of keys."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.web.desk.case.deeds import DEEDS
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.palette.finding import goals


@require_safe
def palette(request: DeskRequest) -> HttpResponse:
    """Show where the words typed may lead: a list for the dialog, a page otherwise."""
    typed = request.GET.get("q", "")
    template = "desk/palette/_goals.html" if request.htmx else "desk/palette/page.html"
    return render(request, template, {"goals": goals(request, typed), "typed": typed})


@require_safe
def keys(request: DeskRequest) -> HttpResponse:
    """Show every key of the desk."""
    deeds = [(deed.key, deed.label) for deed in DEEDS if deed.key]
    return render(request, "desk/palette/keys.html", {"deeds": deeds})
