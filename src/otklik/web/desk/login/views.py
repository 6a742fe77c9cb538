"""Logging in and out, and changing between the municipalities one works for."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.entrance import passkeys, sessions
from otklik.entrance.models import LoginEventKind, Proof, SessionEnd
from otklik.entrance.passkeys import PasskeyRefused
from otklik.entrance.record import note
from otklik.entrance.sessions import Lack
from otklik.registry.logins import LoginBackend
from otklik.registry.models import Municipality, RoleAssignment
from otklik.web.desk.login import entering
from otklik.web.desk.login.forms import LoginForm
from otklik.web.desk.login.gate import DOORS, origin_of, place_of
from otklik.web.desk.middleware import SESSION_KEY, DeskRequest

PASSKEY_STATE = "passkey-asked"
TOO_MANY = 429


class DeskLoginView(LoginView):
    """The first page; on a demonstration it offers the invented people one may be."""

    template_name = "desk/login/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Return where to go after logging in: never back to the login page itself."""
        wanted = super().get_redirect_url()
        return "" if wanted.partition("?")[0] == self.request.path else wanted

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try the password, unless too many were wrong from the same address."""
        if entering.too_many_failures(request, request.POST.get("username", "")):
            return render(request, "desk/login/locked.html", status=TOO_MANY)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Begin a session; lead on to the second step where it lacks one."""
        lack = entering.enter(self.request, form.get_user())  # type: ignore[arg-type]
        return _onward(lack, self.get_redirect_url() or reverse("board"))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Write the failure down and show the form again, in the same words for every cause."""
        entering.failed(self.request, str(form.data.get("username", "")))  # type: ignore[arg-type]
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demonstration logins, if this installation shows the demonstration only."""
        fits = passkeys.fits(origin_of(self.request))
        shown = {"demo_logins": demo_logins(), "offers_passkey": fits, **demo_password()}
        return super().get_context_data(**kwargs, **shown)


@method_decorator(login_not_required, name="dispatch")
class DeskLogoutView(LogoutView):
    """Ends the session, also of who has not come in whole."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the end of the session down and forget it in the browser."""
        if request.login_session is not None:
            sessions.end(request.login_session, SessionEnd.LOGGED_OUT, at=request.at)
        return super().post(request, *args, **kwargs)


@login_not_required
@require_POST
def passkey_options(request: DeskRequest) -> JsonResponse:
    """Answer the question for a browser that shows a passkey in the place of a password."""
    asked = passkeys.ask_to_log_in(None, origin=origin_of(request), at=request.at)
    request.session[PASSKEY_STATE] = asked.state
    return JsonResponse(asked.options)


@login_not_required
@require_POST
def passkey_login(request: DeskRequest) -> HttpResponse:
    """Let the holder of a passkey in: the device has verified him, so it is both factors."""
    if entering.too_many_failures(request, ""):
        return render(request, "desk/login/locked.html", status=TOO_MANY)
    wanted = request.POST.get("next", "")
    state = request.session.pop(PASSKEY_STATE, None)
    try:
        shown = passkeys.check(
            answer=request.POST.get("answer", ""),
            state=state,
            origin=origin_of(request),
            at=request.at,
        )
        if not LoginBackend().user_can_authenticate(shown.person):
            raise PasskeyRefused
    except PasskeyRefused:
        note(LoginEventKind.WRONG_CODE, at=request.at, person=None, place=place_of(request))
        entering.count_failure(request)
        messages.error(request, _("This passkey does not open the desk. Log in by password."))
        return redirect(f"{reverse('login')}?{urlencode({'next': wanted})}" if wanted else "login")
    lack = entering.enter(request, shown.person, Proof.PASSKEY)
    return _onward(lack, safe(request, wanted))


def safe(request: HttpRequest, wanted: str) -> str:
    """Return the wanted address if it lies on this site, else the first page."""
    hosts, is_secure = {request.get_host()}, request.is_secure()
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=is_secure)
    return wanted if is_ours else reverse("board")


def _onward(lack: Lack, wanted: str) -> HttpResponse:
    """Lead to what was wanted, or first to what the session lacks."""
    if lack is Lack.NOTHING:
        return redirect(wanted)
    return redirect(f"{reverse(DOORS[lack])}?{urlencode({'next': wanted})}")


def demo_logins() -> list[RoleAssignment]:
    """Return the roles of invented people, one a person; empty if a real municipality is here."""
    municipalities = list(Municipality.objects.values_list("is_demo", flat=True))
    if not municipalities or not all(municipalities):
        return []
    roles = RoleAssignment.objects.filter(person__is_demo=True, person__is_active=True)
    found: dict[int, RoleAssignment] = {}
    for role in roles.select_related("person", "block", "organisation").order_by("pk"):
        found.setdefault(role.person_id, role)
    return list(found.values())


def demo_password() -> dict[str, str]:
    """Return the password all invented people share, if the installation tells it."""
    return {"demo_password": getattr(settings, "DEMO_PASSWORD", "")}


@require_POST
def choose_municipality(request: DeskRequest) -> HttpResponse:
    """Work for another municipality from now on, if the person has a role there."""
    chosen = request.POST.get("municipality", "")
    for municipality in request.municipalities:
        if municipality.code == chosen:
            request.session[SESSION_KEY] = municipality.pk
    return redirect("board")
