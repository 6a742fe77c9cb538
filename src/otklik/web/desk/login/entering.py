"""Coming in: from the right password or passkey to an open session."""

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.contrib import messages
from django.contrib.auth import login
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.entrance import sessions
from otklik.entrance.models import LoginEvent, LoginEventKind, LoginSession, SessionEnd
from otklik.entrance.record import note
from otklik.entrance.sessions import Lack
from otklik.registry.models import Person
from otklik.web.desk.login.gate import SESSION_KEY, place_of
from otklik.web.desk.middleware import DeskRequest

BACKEND = "otklik.registry.logins.LoginBackend"
# From one address in ten minutes, whatever logins were tried. A town hall has one address.
MOST_FAILURES, FAILURE_SECONDS = 100, 600


def enter(request: DeskRequest, person: Person, proof: str = "") -> Lack:
    """Begin a session of the person, with a new key of the browser's; return what it lacks."""
    if request.login_session is not None:
        sessions.end(request.login_session, SessionEnd.REPLACED, at=request.at)
    login(request, person, backend=BACKEND)
    session = sessions.begin(person, at=request.at, place=place_of(request), proof=proof)
    request.session[SESSION_KEY] = session.pk
    lack = sessions.standing_of(session, at=request.at).lack
    if lack is Lack.NOTHING:
        welcome(request, person, session)
    return lack


def prove(request: DeskRequest, person: Person, session: LoginSession, proof: str) -> None:
    """Open the session after the second step; the browser gets a new key once more."""
    sessions.prove(session, proof, at=request.at)
    request.session.cycle_key()
    welcome(request, person, session)


def show(request: DeskRequest, session: LoginSession, proof: str) -> None:
    """Count a factor just set up as shown in an open session; the browser gets a new key."""
    sessions.prove(session, proof, at=request.at)
    request.session.cycle_key()


def welcome(request: DeskRequest, person: Person, session: LoginSession) -> None:
    """Forget the failures of the person from this address and write the entry down."""
    place = place_of(request)
    reset(ip=place.ip, username=person.login)
    _tell_of_reset(request, person)
    note(LoginEventKind.ENTERED, at=request.at, person=person, place=place, detail=session.proof)


def failed(request: DeskRequest, login_typed: str) -> None:
    """Write a failed login down; what was typed is kept only if it is somebody's login."""
    person = Person.objects.filter(login=login_typed.strip()).first()
    is_locked = bool(getattr(request, "axes_locked_out", False))
    kind = LoginEventKind.LOCKED if is_locked else LoginEventKind.FAILED
    note(kind, at=request.at, person=person, place=place_of(request))
    count_failure(request)


def failed_second_step(request: DeskRequest, person: Person) -> None:
    """Count a wrong code or passkey toward the lock-out, as a wrong password is counted."""
    credentials = {"username": person.login}
    AxesProxyHandler.user_login_failed(failed_second_step, credentials, request=request)
    if getattr(request, "axes_locked_out", False):
        note(LoginEventKind.LOCKED, at=request.at, person=person, place=place_of(request))
    count_failure(request)


def is_locked(request: HttpRequest, person: Person) -> bool:
    """Tell whether the person is locked out at this address."""
    return not AxesProxyHandler.is_allowed(request, {"username": person.login})


def too_many_failures(request: DeskRequest, login_typed: str) -> bool:
    """Tell whether too many logins failed from the address.

    Who has come in from it in the last weeks may go on trying: behind a proxy all have one
    address, and a stranger must not shut the house for those who work in it.
    """
    ip = place_of(request).ip
    if int(cache.get(_key(ip), 0)) < MOST_FAILURES:
        return False
    entered = LoginEvent.objects.filter(
        kind=LoginEventKind.ENTERED, ip=ip, person__login=login_typed.strip()
    )
    return not entered.exists()


def count_failure(request: DeskRequest) -> None:
    """Count a failure of the address, in the memory of the process."""
    ip = place_of(request).ip
    if cache.add(_key(ip), 1, FAILURE_SECONDS):
        return
    try:
        cache.incr(_key(ip))
    except ValueError:
        cache.set(_key(ip), 1, FAILURE_SECONDS)


def _key(ip: str | None) -> str:
    return f"login-failures:{ip}"


def _tell_of_reset(request: DeskRequest, person: Person) -> None:
    """Tell the person whose second factor another has taken off since the last entry."""
    known = LoginEvent.objects.filter(person=person).order_by("-at", "-pk")
    last = known.filter(kind=LoginEventKind.ENTERED).first()
    resets = known.filter(kind=LoginEventKind.FACTOR_RESET)
    told = (resets if last is None else resets.filter(at__gte=last.at)).first()
    if told is None:
        return
    who = told.by.short_name if told.by else _("the administrator of the server")
    words = _(
        "Your second factor was taken off by %(who)s: %(reason)s. "
        "If you did not ask for it, tell the head of your centre."
    )
    messages.warning(request, words % {"who": who, "reason": told.detail})
