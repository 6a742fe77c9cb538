"""The page of one's own login, the password, the sessions."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.entrance import passkeys, sessions
from otklik.entrance.factors import factors_of
from otklik.entrance.models import LoginEventKind, SessionEnd
from otklik.entrance.record import events_of, note
from otklik.entrance.rules import rule_for
from otklik.registry.models import Person
from otklik.web.desk.login.gate import origin_of, place_of, whose
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.my_login.devices import device_words
from otklik.web.desk.my_login.forms import OwnPasswordForm
from otklik.web.desk.my_login.words import event_lines

EVENTS_SHOWN = 20


@never_cache
@require_GET
def page(request: DeskRequest) -> HttpResponse:
    """Show how one logs in, where one is logged in, and what happened lately."""
    person, own = whose(request)
    opened = sessions.open_sessions(person, at=request.at)
    context = {
        "factors": factors_of(person),
        "rule": rule_for(person, timezone.localdate(request.at)),
        "offers_passkey": passkeys.fits(origin_of(request)),
        "sessions": [(one, device_words(one.device), one.pk == own.pk) for one in opened],
        "events": event_lines(events_of(person)[:EVENTS_SHOWN]),
        "has_shared_password": has_shared_password(person),
    }
    return render(request, "desk/my_login/page.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: DeskRequest) -> HttpResponse:
    """Take a new password; all other sessions end."""
    person, own = whose(request)
    if has_shared_password(person):
        messages.error(request, _("The people of the demonstration share one password."))
        return redirect("my-login")
    form = OwnPasswordForm(request, person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, person)
        place = place_of(request)
        note(LoginEventKind.PASSWORD_CHANGED, at=request.at, person=person, place=place)
        sessions.end_all(person, SessionEnd.PASSWORD, at=request.at, but=own)
        messages.success(request, _("The password is changed. Other sessions are ended."))
        return redirect("my-login")
    return render(request, "desk/my_login/password.html", {"form": form})


@require_POST
def end_session(request: DeskRequest, pk: int) -> HttpResponse:
    """End one of one's other sessions; this one is ended by logging out."""
    person, own = whose(request)
    found = sessions.open_sessions(person, at=request.at).filter(pk=pk).first()
    if found is None or found.pk == own.pk:
        raise Http404
    sessions.end(found, SessionEnd.BY_HIMSELF, at=request.at)
    messages.success(request, _("The session is ended."))
    return redirect("my-login")


@require_POST
def end_others(request: DeskRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    person, own = whose(request)
    count = sessions.end_all(person, SessionEnd.BY_HIMSELF, at=request.at, but=own)
    words = ngettext("%s session is ended.", "%s sessions are ended.", count)
    messages.success(request, words % count)
    return redirect("my-login")


def has_shared_password(person: Person) -> bool:
    """Tell whether the password is the one of the demonstration, printed for all to see."""
    return person.is_demo and bool(getattr(settings, "DEMO_PASSWORD", ""))
