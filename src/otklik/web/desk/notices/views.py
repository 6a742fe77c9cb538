"""The list of notices, the bell, and the choice of letters."""

from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.reminders.models import settings_of
from otklik.reminders.notices import mark_seen, notices_for
from otklik.reminders.words import lines
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.notices.bell import bell_of
from otklik.web.desk.notices.forms import FilterForm, LettersForm

PAGE_SIZE = 50


@require_safe
def notices(request: DeskRequest) -> HttpResponse:
    """Show what the person was told, the newest first; ``older`` is the last notice shown."""
    chosen = FilterForm(request.GET)
    chosen.is_valid()
    rows = notices_for(request.grants, request.municipality, request.at)
    if kind := chosen.cleaned_data.get("kind"):
        rows = rows.filter(kind=kind)
    if chosen.cleaned_data.get("new"):
        rows = rows.filter(seen_at=None)
    last = rows.filter(pk=_key(request.GET.get("older", ""))).first()
    if last is not None:
        rows = rows.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk)
    found = list(rows[: PAGE_SIZE + 1])
    query = request.GET.copy()
    query.pop("older", None)
    context = {
        "lines": lines(found[:PAGE_SIZE], request.municipality),
        "older": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
        "base_query": query.urlencode(),
        "filter": chosen,
        "is_narrowed": any(chosen.cleaned_data.values()),
        "has_new": bell_of(request.grants, request.municipality, request.at).number > 0,
    }
    return render(request, "desk/notices/page.html", context)


@require_safe
def bell(request: DeskRequest) -> HttpResponse:
    """Answer the bell, or 204 while it is the one the page shows already (``known``)."""
    current = bell_of(request.grants, request.municipality, request.at)
    if current.mark == request.GET.get("known"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "desk/parts/bell.html", {"bell": current})


@require_POST
def seen(request: DeskRequest) -> HttpResponse:
    """Mark one notice seen, or all that stood on the page."""
    key = _key(request.POST.get("notice", ""))
    if key:
        mark_seen(request.grants, request.municipality, request.at, notice_id=key)
    else:
        # What came while the page was read stays new.
        until = _moment(request.POST.get("until", "")) or request.at
        mark_seen(request.grants, request.municipality, request.at, until=until)
    return redirect("notices")


@require_http_methods(["GET", "POST"])
def choose_letters(request: DeskRequest) -> HttpResponse:
    """Show and take the choice of letters of the person himself."""
    chosen = settings_of(request.user)
    form = LettersForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choice is kept."))
        return redirect("notice-settings")
    context = {"form": form, "address": request.user.email, "has_server": bool(settings.EMAIL_HOST)}
    return render(request, "desk/notices/settings.html", context)


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
