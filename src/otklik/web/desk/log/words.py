"""Events of the log in words: those of cases and those of the centre itself."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from otklik.cases.models import Event
from otklik.cases.queries.history import INNER_FIELDS, PERSONAL_FIELDS
from otklik.web.desk.case.event_words import DETAIL_NAMES, EVENT_NAMES

LONGEST_VALUE = 200
# Free words: they may name the applicant.
FREE_WORDS = frozenset({"text", "note", "comment", "remark", "reason", "notice"})
EVENT_WORDS: dict[str, "str | Promise"] = {
    **EVENT_NAMES,
    "import.applied": gettext_lazy("file taken in"),
    "import.undone": gettext_lazy("file undone"),
    "registry.changed": gettext_lazy("registry changed"),
}
CENTRE_DETAILS: dict[str, "str | Promise"] = {
    "file": gettext_lazy("file"),
    "what": gettext_lazy("what"),
    "new": pgettext_lazy("how many", "new"),
    "changed": pgettext_lazy("how many", "changed"),
    "refused": pgettext_lazy("how many", "refused"),
    "restored": gettext_lazy("put back"),
    "kept": gettext_lazy("left as they are"),
    "removed": gettext_lazy("removed"),
}
HIDDEN_DETAILS = frozenset({"sha256", "batch"})


def event_name(name: str) -> str:
    """Return the event in words; one that is not known is shown as it is."""
    return str(EVENT_WORDS.get(name, name))


def detail_lines(event: Event, *, shows_personal: bool) -> list[str]:
    """Return what the event tells, line by line; what may name an applicant only if allowed."""
    details = event.details
    before, after = details.get("before") or {}, details.get("after") or {}
    lines = [
        _one(key, value, shows_personal=shows_personal)
        for key, value in details.items()
        if key not in ("before", "after") and key not in HIDDEN_DETAILS and value not in ("", None)
    ]
    for key in sorted({*before, *after} - INNER_FIELDS):
        old, new = before.get(key), after.get(key)
        if key in PERSONAL_FIELDS and not shows_personal:
            lines.append(_("%(field)s: changed (personal data)") % {"field": key})
        elif old != new:
            told = {"field": _label(key), "before": _value(old), "after": _value(new)}
            lines.append(_("%(field)s: %(before)s → %(after)s") % told)
    return lines


def _one(key: str, value: Any, *, shows_personal: bool) -> str:
    if key in PERSONAL_FIELDS | FREE_WORDS and not shows_personal:
        return _("%(field)s: hidden (personal data)") % {"field": _label(key)}
    return f"{_label(key)}: {_value(value)}"


def _label(key: str) -> str:
    return str(CENTRE_DETAILS.get(key) or DETAIL_NAMES.get(key) or key)


def _value(value: Any) -> str:
    if value in ("", None):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict) and "name" in value:
        value = value["name"]
    if isinstance(value, list):
        value = len(value) if len(value) > 5 else ", ".join(str(part) for part in value)
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
