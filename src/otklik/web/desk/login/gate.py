"""The gate before every page: whose session it is, whether it still holds, what it lacks."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.entrance import sessions
from otklik.entrance.models import DEVICE_LENGTH, LoginSession, SessionEnd
from otklik.entrance.place import Place
from otklik.entrance.sessions import Lack
from otklik.registry.grants import roles_held
from otklik.registry.models import Person
from otklik.web.desk.middleware import DeskRequest, whole_page

SESSION_KEY = "entrance"
# What pages ask for by themselves: it does not tell that somebody is there.
POLLED = frozenset(
    {
        *("board", "flags", "notices-bell", "inbox-queues"),
        *("import-list", "import-progress", "machine-run"),
    }
)
OPEN_AT_THE_DOOR = frozenset(
    {"login", "login-passkey", "login-passkey-options", "logout", "sight", "rating"}
)
# Who has a second factor must show it: he may not set up another instead.
OPEN: dict[Lack, frozenset[str]] = {
    Lack.SECOND_STEP: OPEN_AT_THE_DOOR | {"login-second", "login-second-options"},
    Lack.SETTING_UP: OPEN_AT_THE_DOOR
    | {"login-setup", "my-login-app", "my-login-passkey", "my-login-passkey-options"},
}
DOORS = {Lack.SECOND_STEP: "login-second", Lack.SETTING_UP: "login-setup"}


class EntranceMiddleware:
    """Sets ``at``, ``login_session`` and ``entering``, and holds up who has not come in whole.

    Sessions end here when they were ended elsewhere, or by the rules of the roles. Between the
    password and the second step the request belongs to nobody: only the pages of the door know
    who is ``entering``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or answer with the way to the second step."""
        desk_request = cast(DeskRequest, request)
        desk_request.at = timezone.now()
        desk_request.entering, desk_request.login_session = None, None
        if request.user.is_authenticated:
            answer = _hold_up(desk_request)
            if answer is not None:
                return whole_page(desk_request, answer)
        return self.get_response(request)


def place_of(request: HttpRequest) -> Place:
    """Return where the request comes from."""
    device = request.headers.get("User-Agent", "").replace("\0", "")[:DEVICE_LENGTH]
    return Place(get_client_ip_address(request) or None, device)


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host as the browser knows them: passkeys belong to them."""
    return f"{request.scheme}://{request.get_host()}"


def whose(request: DeskRequest) -> tuple[Person, LoginSession]:
    """Return the person at the page, logged in or setting a factor up, and the session.

    For the pages of the door only. Raises ``PermissionError`` for nobody.
    """
    person = request.entering or (request.user if request.user.is_authenticated else None)
    if person is None or request.login_session is None:
        raise PermissionError
    return person, request.login_session


def _hold_up(request: DeskRequest) -> HttpResponse | None:
    session = _session_of(request)
    if session is None:
        _end(request, _("This session was ended. Log in again."))
        return None
    session.person = request.user
    request.roles_held = roles_held(request.user, timezone.localdate(request.at))
    standing = sessions.standing_of(session, at=request.at, held=request.roles_held)
    if standing.end:
        sessions.end(session, standing.end, at=request.at)
        _end(request, _words_of(standing.end))
        return None
    request.login_session = session
    name = _name_of(request)
    if standing.lack is Lack.NOTHING:
        if not (request.htmx and name in POLLED):
            sessions.see(session, at=request.at)
        return None
    request.entering = request.user
    request.user = AnonymousUser()  # type: ignore[assignment]
    if name in OPEN[standing.lack]:
        return None
    door = reverse(DOORS[standing.lack])
    wanted = "" if request.method != "GET" or request.htmx else request.get_full_path()
    return redirect(f"{door}?{urlencode({'next': wanted})}" if wanted else door)


def _session_of(request: DeskRequest) -> LoginSession | None:
    """Return the session; one from before there were rows for them gets its row now."""
    if SESSION_KEY in request.session:
        return sessions.found(request.session[SESSION_KEY], request.user)
    begun = sessions.begin(request.user, at=request.at, place=place_of(request))
    request.session[SESSION_KEY] = begun.pk
    return begun


def _end(request: DeskRequest, words: str) -> None:
    logout(request)
    messages.warning(request, words)


def _words_of(end: str) -> str:
    if end == SessionEnd.IDLE:
        return _("Nothing was done for long, so the session ended. Log in again.")
    return _("The session has lasted long enough. Log in again.")


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
