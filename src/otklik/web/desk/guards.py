"""Keeps a page from those who hold none of its permissions."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from otklik.registry.permissions import Permission
from otklik.web.desk.middleware import DeskRequest

P = ParamSpec("P")


class _Guarded(Protocol):
    permissions: tuple[Permission, ...]


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def needs(*permissions: Permission) -> Callable[[View[P]], View[P]]:
    """Let a view be opened only by who holds one of the permissions in the municipality.

    The 403 page is answered otherwise. How far the permission reaches is asked of
    ``otklik.cases.queries.access`` for every case. The view keeps the permissions it needs
    (``permissions_of``): the tests compare every address with the table of roles.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(request.grants.allows(p, request.municipality) for p in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        cast(_Guarded, guarded).permissions = permissions
        return guarded

    return guard


def permissions_of(view: object) -> tuple[Permission, ...]:
    """Return the permissions any of which opens the view; none if it is not guarded here."""
    return getattr(view, "permissions", ())
