"""The menu of the desk. A person sees the entries his permissions open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. ``permissions``: any of them opens it. ``keys``: ``g`` and this key."""

    url_name: str
    label: "StrPromise"
    icon: str
    permissions: tuple[Permission, ...]
    keys: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A menu entry made ready for a page."""

    entry: Entry
    url: str
    is_current: bool


# An entry with ``is_main`` is also in the bar at the foot of a phone: at most four.
ENTRIES: tuple[Entry, ...] = (
    Entry("board", _("What burns today"), "flame", (Permission.VIEW_CASE,), "b", True),
    Entry("inbox", _("Cases"), "inbox", (Permission.VIEW_CASE,), "i", True),
    Entry(
        "approvals",
        _("My approvals"),
        "checkup-list",
        (Permission.AGREE_ANSWER,),
        "a",
        True,
    ),
    Entry("problems", _("Problems"), "link", (Permission.VIEW_CASE,), "p"),
    Entry("feedback", _("Feedback of citizens"), "star", (Permission.VIEW_CASE,), "o"),
    Entry(
        "information",
        _("Requests for information"),
        "message-question",
        (Permission.ASK_INFORMATION, Permission.GIVE_INFORMATION, Permission.VIEW_CASE),
        "q",
    ),
    Entry("hand-over", _("Hand over cases"), "user-share", (Permission.ASSIGN_CASE,), "h"),
    Entry("case-register", _("Register by hand"), "plus", (Permission.REGISTER_CASE,), "n"),
    Entry("imports", _("Import"), "file-import", (Permission.RUN_IMPORT,), "f"),
    Entry("reports", _("Reports"), "chart-bar", (Permission.VIEW_FIGURES,), "r", True),
    Entry("quality", _("Quality of answers"), "checkup-list", (Permission.VIEW_FIGURES,), "k"),
    Entry(
        "machine",
        _("How the machine sorts"),
        "robot",
        (Permission.VIEW_FIGURES, Permission.TEACH_MACHINE),
        "m",
    ),
    Entry("rules", _("Rules"), "route", (Permission.EDIT_RULES,), "v"),
    Entry("registry", _("Registry"), "books", (Permission.VIEW_REGISTRY,), "d"),
    Entry(
        "privacy",
        _("Personal data"),
        "shield-check",
        (Permission.DRAW_RETENTION, Permission.APPROVE_RETENTION, Permission.REPORT_LEAK),
    ),
    Entry("people-logins", _("Logins of people"), "key", (Permission.EDIT_REGISTRY,)),
    Entry("letters", _("Letters"), "mail", (Permission.EDIT_REGISTRY,)),
    Entry("log", _("Log"), "history", (Permission.VIEW_LOG,), "l"),
)


def links(grants: Grants, municipality: Municipality, path: str) -> list[Link]:
    """Return the entries the person may open; the longest address that fits is the current one."""
    found = [
        (entry, reverse(entry.url_name))
        for entry in ENTRIES
        if any(grants.allows(permission, municipality) for permission in entry.permissions)
    ]
    fitting = [url for _entry, url in found if path == url or (url != "/" and path.startswith(url))]
    current = max(fitting, key=len, default="")
    return [Link(entry, url, url == current) for entry, url in found]
