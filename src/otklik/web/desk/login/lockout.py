"""Whose failed logins are counted together."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from otklik.entrance.secrecy import digest_of
from otklik.registry.models import Person

LONGEST = 255
NOBODY = "?"


def login_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the login somebody tried, as it is kept: another letter case is the same person.

    What is nobody's login is kept as a digest: a password is easily typed into the wrong field.
    """
    tried = (credentials or {}).get("username") or request.POST.get("username", "")
    login = str(tried).strip().lower()[:LONGEST]
    if not login or Person.objects.filter(login=login).exists():
        return login
    return NOBODY + digest_of("login-tried", login)
