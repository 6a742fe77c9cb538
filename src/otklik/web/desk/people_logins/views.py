"""Pages of the logins of people. Deeds reach only accounts of which one rules every place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from otklik.entrance import helping, sessions
from otklik.entrance.codes import codes_left
from otklik.entrance.helping import ReasonMissing
from otklik.entrance.record import events_of
from otklik.entrance.rules import rule_for
from otklik.registry.models import Person
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.my_login.devices import device_words
from otklik.web.desk.my_login.words import event_lines
from otklik.web.desk.people_logins.lines import lines_of
from otklik.web.desk.registry.scope import may_change_account, rows_of

PAGE_SIZE = 50
EVENTS_SHOWN = 20
LONGEST_WORDS = 100


@require_GET
@needs(Permission.EDIT_REGISTRY)
def people(request: DeskRequest) -> HttpResponse:
    """List the people of the municipality with what they log in by."""
    words = request.GET.get("find", "").strip()[:LONGEST_WORDS]
    found = rows_of(Person, request.municipality).order_by("last_name", "first_name", "pk")
    if words:
        found = found.filter(Q(last_name__icontains=words) | Q(login__icontains=words.lower()))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "lines": lines_of(page.object_list, at=request.at),
        "words": words,
        "base_query": query.urlencode(),
    }
    return render(request, "desk/people_logins/people.html", context)


@require_GET
@needs(Permission.EDIT_REGISTRY)
def person(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the login of a person and what can be done for him."""
    found = get_object_or_404(rows_of(Person, request.municipality), pk=pk)
    opened = sessions.open_sessions(found, at=request.at)
    context = {
        "line": lines_of([found], at=request.at)[0],
        "codes": codes_left(found),
        "rule": rule_for(found, timezone.localdate(request.at)),
        "sessions": [(one, device_words(one.device)) for one in opened],
        "events": event_lines(events_of(found)[:EVENTS_SHOWN]),
        "may_help": may_change_account(request.grants, found),
        "is_own": found.pk == request.user.pk,
    }
    return render(request, "desk/people_logins/person.html", context)


@require_POST
@needs(Permission.EDIT_REGISTRY)
def unlock(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a person who was locked out try again."""
    found = _helped(request, pk)
    helping.unlock(found, by=request.user, at=request.at)
    messages.success(request, _("%s may try again at once.") % found.short_name)
    return redirect("person-login", pk=pk)


@require_POST
@needs(Permission.EDIT_REGISTRY)
def reset(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the second factor of a person off who has lost it; he is told at his next entry.

    Not one's own: that is done on the own page, by password and code.
    """
    found = _helped(request, pk)
    if found.pk == request.user.pk:
        raise PermissionDenied
    reason = request.POST.get("reason", "")[:200]
    try:
        helping.reset_second_factor(found, by=request.user, reason=reason, at=request.at)
    except ReasonMissing:
        messages.error(request, _("Say why: the person and the auditor will read it."))
    else:
        words = _("%s now logs in by the password alone until a new second factor is set up.")
        messages.success(request, words % found.short_name)
    return redirect("person-login", pk=pk)


@require_POST
@needs(Permission.EDIT_REGISTRY)
def end_sessions(request: DeskRequest, pk: int) -> HttpResponse:
    """End all sessions of a person."""
    found = _helped(request, pk)
    count = helping.end_sessions(found, by=request.user, at=request.at)
    words = ngettext("%s session is ended.", "%s sessions are ended.", count)
    messages.success(request, words % count)
    return redirect("person-login", pk=pk)


def _helped(request: DeskRequest, pk: int) -> Person:
    """Return the person. Raises 404 for one of elsewhere, 403 for whom others rule too."""
    found: Person = get_object_or_404(rows_of(Person, request.municipality), pk=pk)
    if not may_change_account(request.grants, found):
        raise PermissionDenied
    return found
