"""The strip of red flags, asked for again and again by every open page."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.registry.permissions import Permission
from otklik.web.desk.flags.strip import strip_of
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest


@require_safe
@needs(Permission.VIEW_CASE)
def flags(request: DeskRequest) -> HttpResponse:
    """Answer the strip, or 204 while it is the one the page shows already (``known``)."""
    strip = strip_of(request.grants, request.municipality)
    if strip is not None and strip.mark == request.GET.get("known"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "desk/parts/flags.html", {"strip": strip})
