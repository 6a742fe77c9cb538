"""Whose failed logins are counted together."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

LONGEST = 255


def login_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the login somebody tried, as it is kept: another letter case is the same person."""
    tried = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(tried).strip().lower()[:LONGEST]
