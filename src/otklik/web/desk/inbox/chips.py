"""What the list is narrowed to, in words: chips above it."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.cases.models import Problem
from otklik.cases.models.choices import CaseKind, Channel, RedFlag, State
from otklik.cases.queries.filters import (
    FLAG_WAITS,
    FLAGGED,
    OVERDUE,
    RUNNING,
    TODAY,
    TOMORROW,
    WEEK,
    Filters,
)
from otklik.registry.models import Municipality, Organisation, Person, SectorBlock, Territory, Topic
from otklik.web.desk.inbox.address import ME, NOBODY, OPEN

NAMES_OF_MODELS: dict[str, type[Model]] = {
    "block": SectorBlock,
    "recipient": Organisation,
    "group": Topic,
    "topic": Topic,
    "place": Territory,
    "problem": Problem,
    "for": Person,
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; ``url`` is the list without it."""

    label: str
    url: str


def due_labels() -> dict[str, str]:
    """Return the words for the due filter, by symbol."""
    return {
        OVERDUE: _("Overdue"),
        TODAY: _("Due today"),
        TOMORROW: _("Due tomorrow"),
        WEEK: _("Later this week"),
        RUNNING: _("With a running term"),
    }


def flag_labels() -> dict[str, str]:
    """Return the words for the filter of red flags, by symbol."""
    kinds = {kind.value: _("Red flag: %s") % kind.label for kind in RedFlag}
    return {FLAGGED: _("Any red flag"), FLAG_WAITS: _("Red flag, not yet seen"), **kinds}


def chips(chosen: Filters, cleaned: QueryDict, municipality: Municipality) -> list[Chip]:
    """Return a chip for each filter of the address."""
    names = _names(cleaned, municipality)
    found = []
    for name, values in cleaned.lists():
        if name == "order":
            continue
        for value in values:
            label = names.get((name, value)) or _label(name, value)
            if label:
                found.append(Chip(label, _without(cleaned, name, value)))
    return found


def _label(name: str, value: str) -> str:
    simple = {
        ("state", OPEN): _("Open"),
        ("recipient", NOBODY): _("Without a recipient"),
        ("executor", ME): _("I am the executor"),
        ("repeat", value): _("Repeats"),
        ("control", value): _("On control"),
        ("returned", value): _("Returned with a remark"),
        ("reopened", value): _("Returned by the applicant"),
        ("q", value): _("“%s”") % value,
        ("rating", value): _("Rating %s") % value,
        ("from", value): _("from %s") % _day(value),
        ("to", value): _("to %s") % _day(value),
        ("promised_to", value): _("Promised up to %s") % _day(value),
    }
    if (name, value) in simple:
        return simple[(name, value)]
    symbols = {"state": State, "channel": Channel, "kind": CaseKind}
    if name in ("due", "flag"):
        labels = due_labels() if name == "due" else flag_labels()
        return labels.get(value, "")
    choices = symbols.get(name)
    if choices is None or value not in choices.values:
        return ""
    label = str(choices(value).label)
    return label[:1].upper() + label[1:]


def _names(cleaned: QueryDict, municipality: Municipality) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name, model in NAMES_OF_MODELS.items():
        keys = [int(v) for v in cleaned.getlist(name) if v.isdecimal() and len(v) < 19]
        if not keys:
            continue
        rows = model._default_manager.filter(pk__in=keys)
        if model is Person:
            rows = rows.filter(role_assignments__municipality=municipality).distinct()
        elif model is not Topic:
            rows = rows.filter(municipality=municipality)
        found |= {(name, str(row.pk)): str(row) for row in rows}
    return found


def _without(cleaned: QueryDict, name: str, value: str) -> str:
    rest = cleaned.copy()
    rest.setlist(name, [other for other in rest.getlist(name) if other != value])
    query = rest.urlencode()
    return f"{reverse('inbox')}?{query}" if query else reverse("inbox")


def _day(value: str) -> str:
    parts = value.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else value
