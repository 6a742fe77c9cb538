"""Gives every request its moment, its municipality and what the person may do there."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import cast

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.defaults import bad_request
from django_htmx.middleware import HtmxDetails

from otklik.cases.models import Case
from otklik.cases.queries import access
from otklik.entrance.models import LoginSession
from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import Municipality, Person, RoleAssignment

SESSION_KEY = "municipality"
# The way in and out, and what is opened without logging in.
OPEN_TO_ALL = frozenset(
    {"login", "login-passkey", "login-passkey-options", "logout", "sight", "rating"}
)


class DeskRequest(HttpRequest):
    """A request of a person who is logged in.

    ``at`` is the one present moment of the request (aware); ``municipality`` the one chosen of
    ``municipalities``; ``grants`` what the person may do on the local day of ``at``.
    ``roles_held`` are asked for once, at the door, on the day of the server. ``entering``
    has given the password and lacks the second step: for all other pages he is nobody yet.
    """

    user: Person
    at: datetime
    login_session: LoginSession | None
    entering: Person | None
    roles_held: list[RoleAssignment]
    municipality: Municipality
    municipalities: list[Municipality]
    grants: Grants
    htmx: HtmxDetails


class NulMiddleware:
    """Refuses what holds a NUL sign: no person can type it, and PostgreSQL cannot store it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 to a path, a query or a form with the sign."""
        if "\0" in request.path or _holds_nul(request.GET) or _holds_nul(request.POST):
            return bad_request(request, SuspiciousOperation())
        return self.get_response(request)


def _holds_nul(values: QueryDict) -> bool:
    return any("\0" in name or any("\0" in v for v in many) for name, many in values.lists())


class MunicipalityMiddleware:
    """Sets ``at``, ``municipality``, ``municipalities`` and ``grants`` on the request.

    The zone of the municipality is active while the page is made. A person without any role
    gets a page that says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach what the desk needs, answer in the zone of the municipality."""
        desk_request = cast(DeskRequest, request)
        if not hasattr(desk_request, "at"):
            desk_request.at = timezone.now()
        if not (request.user.is_authenticated and attach(desk_request)):
            return whole_page(desk_request, self.get_response(request))
        with timezone.override(desk_request.municipality.zone):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Stop a person who holds no role today before any page but the way out."""
        if not request.user.is_authenticated or hasattr(request, "municipality"):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in OPEN_TO_ALL:
            return None
        return render(request, "desk/no_role.html", status=403)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Turn the refusals of the gate into the pages for them."""
        if isinstance(exception, access.NotAllowed):
            raise PermissionDenied from exception
        if isinstance(exception, Case.DoesNotExist):
            raise Http404 from exception


def whole_page(request: DeskRequest, response: HttpResponse) -> HttpResponse:
    """Let a part of a page that met an ended session load the whole page, not the login in it."""
    if not (request.htmx and response.status_code == HTTPStatus.FOUND):
        return response
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})


def attach(request: DeskRequest) -> bool:
    """Set municipality and grants on the request; ``False`` when the person has no role today."""
    held = getattr(request, "roles_held", None)
    grants = grants_of(request.user, timezone.localdate(request.at), held)
    found = Municipality.objects.filter(pk__in=grants.municipality_ids()).order_by("name")
    municipalities = list(found)
    if not municipalities:
        return False
    chosen = request.session.get(SESSION_KEY)
    request.municipalities = municipalities
    request.municipality = next((m for m in municipalities if m.pk == chosen), municipalities[0])
    today = request.municipality.local(request.at).date()
    if today != timezone.localdate(request.at):
        grants = grants_of(request.user, today)
    request.grants = grants
    return True
