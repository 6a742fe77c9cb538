"""The page where one chooses how pages are shown."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from otklik.web.desk.sight.choice import ASPECTS, Sight, keep_sight, sight_from, sight_of

TITLES = {
    "size": _("Size of letters"),
    "colours": _("Colours"),
    "spacing": _("Space between letters and lines"),
    "serifs": _("Shape of letters"),
}


@login_not_required
@require_http_methods(["GET", "POST"])
def sight(request: HttpRequest) -> HttpResponse:
    """Show the choices or keep them; open to everybody, for the first page is read too."""
    if request.method == "POST":
        chosen = Sight() if "usual" in request.POST else sight_from(request.POST.dict())
        response = redirect(_back(request, request.POST.get("back", "")))
        keep_sight(response, chosen, is_secure=request.is_secure())
        return response
    now = sight_of(request)
    aspects = [
        (name, TITLES[name], choices, getattr(now, name)) for name, choices in ASPECTS.items()
    ]
    back = _back(request, request.GET.get("back", ""))
    return render(request, "desk/sight/page.html", {"aspects": aspects, "back": back})


def _back(request: HttpRequest, wanted: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours and wanted.startswith("/") else reverse("board")
