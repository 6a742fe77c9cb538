"""How large, how contrasting and how loose a page is shown: kept in a cookie of the browser.

The choice belongs to the screen before a person, not to his account, and must hold before he
has logged in.
"""

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

COOKIE = "otklik-sight"
COOKIE_SECONDS = 400 * 24 * 3600
# What may be chosen, by the aspect; the first is the usual page.
ASPECTS: dict[str, tuple[tuple[str, "StrPromise"], ...]] = {
    "size": (("100", _("usual")), ("150", _("one and a half")), ("200", _("twice as large"))),
    "colours": (
        ("own", _("usual")),
        ("black-on-white", _("black on white")),
        ("white-on-black", _("white on black")),
        ("blue-on-light", _("dark blue on light blue")),
    ),
    "spacing": (("usual", _("usual")), ("wide", _("wide"))),
    "serifs": (("none", _("without serifs")), ("with", _("with serifs"))),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """The values of ``ASPECTS`` chosen in this browser."""

    size: str = "100"
    colours: str = "own"
    spacing: str = "usual"
    serifs: str = "none"

    @property
    def is_usual(self) -> bool:
        """Whether nothing was chosen."""
        return self == Sight()

    @property
    def theme(self) -> str:
        """The theme the colours are made over; blank leaves it to the browser."""
        if self.colours == "own":
            return ""
        return "dark" if self.colours == "white-on-black" else "light"


def sight_of(request: HttpRequest) -> Sight:
    """Return what the browser asks for; what is unknown counts as not asked."""
    said = dict(part.split("=", 1) for part in _parts(request.COOKIES.get(COOKIE, "")))
    return sight_from(said)


def sight_from(said: dict[str, str]) -> Sight:
    """Return the choice made of the known values only."""
    known = {
        field.name: said[field.name]
        for field in fields(Sight)
        if said.get(field.name) in dict(ASPECTS[field.name])
    }
    return Sight(**known)


def keep_sight(response: HttpResponse, sight: Sight, *, is_secure: bool) -> None:
    """Let the browser remember the choice, or forget it when it is the usual page."""
    if sight.is_usual:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    value = "&".join(f"{name}={chosen}" for name, chosen in asdict(sight).items())
    response.set_cookie(
        COOKIE, value, max_age=COOKIE_SECONDS, secure=is_secure, httponly=True, samesite="Lax"
    )


def _parts(cookie: str) -> list[str]:
    return [part for part in cookie.split("&") if "=" in part]
