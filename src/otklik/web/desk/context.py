"""What every page of the desk shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from otklik.registry.permissions import Permission
from otklik.web.desk.flags.strip import strip_of
from otklik.web.desk.navigation import links
from otklik.web.desk.notices.bell import bell_of
from otklik.web.desk.sight.choice import sight_of


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the menu and the municipality for templates; nothing for who is not logged in."""
    municipality = getattr(request, "municipality", None)
    grants = getattr(request, "grants", None)
    if municipality is None or grants is None:
        return {"sight": sight_of(request)}
    return {
        "sight": sight_of(request),
        "navigation": links(grants, municipality, request.path),
        "municipality": municipality,
        "municipalities": getattr(request, "municipalities", [municipality]),
        "at": getattr(request, "at", None),
        "search_words": request.GET.get("q", ""),
        # A part of a page has no strip: only what shows it asks for it.
        "flag_strip": SimpleLazyObject(lambda: strip_of(grants, municipality)),
        "bell": SimpleLazyObject(lambda: bell_of(grants, municipality, request.at)),  # type: ignore[attr-defined]
        "may_search": grants.allows(Permission.VIEW_CASE, municipality),
    }
