"""What the words typed into "Go to…" may mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.cases.queries.access import cases_for
from otklik.core.text import words
from otklik.registry.permissions import Permission
from otklik.web.desk.inbox.queues import quick_views
from otklik.web.desk.links import case_path
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.navigation import links
from otklik.web.desk.registry.sheets import GROUPS

MOST_CASES = 7
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Goal:
    """Where one may go: the words, what kind of place it is, and its address."""

    label: str
    kind: str
    url: str
    icon: str
    note: str = ""


def goals(request: DeskRequest, typed: str) -> list[Goal]:
    """Return where the words may lead, cases first; without words, pages and queues."""
    typed = typed.strip()[:MOST_WORDS]
    found = [*_cases(request, typed)] if typed else []
    asked = _pieces(typed)
    found += [goal for goal in _places(request) if _fits(goal.label, asked)]
    if typed and request.grants.allows(Permission.VIEW_CASE, request.municipality):
        url = f"{reverse('inbox')}?{urlencode({'q': typed})}"
        found.append(Goal(_("Search in cases: %s") % typed, _("search"), url, "search"))
    return found


def _pieces(text: str) -> list[str]:
    return [word.replace("ё", "е") for word in words(text.lower())]


def _fits(label: str, asked: list[str]) -> bool:
    """Tell whether every word typed begins a word of the label."""
    own = _pieces(label)
    return all(any(word.startswith(piece) for word in own) for piece in asked)


def _cases(request: DeskRequest, typed: str) -> Iterator[Goal]:
    cases = cases_for(request.grants, request.municipality)
    # By the number only, as it is said on the telephone: whole, or its end.
    by_number = cases.filter(number=typed) | cases.filter(external_id=typed)
    if typed.isdecimal():
        year = request.municipality.local(request.at).year
        by_number |= cases.filter(number=f"{year}-{int(typed):05d}")
    for case in by_number.select_related("topic", "settlement").order_by("-pk")[:MOST_CASES]:
        note = ", ".join(str(part) for part in (case.topic, case.settlement) if part)
        yield Goal(case.number, _("case"), case_path(case.number), "file-text", note)


def _places(request: DeskRequest) -> Iterator[Goal]:
    for link in links(request.grants, request.municipality, request.path):
        yield Goal(str(link.entry.label), _("page"), link.url, link.entry.icon)
    if request.grants.allows(Permission.VIEW_CASE, request.municipality):
        for view in quick_views(request, request.GET.copy(), counted=False):
            yield Goal(view.label, _("queue"), view.url, "inbox")
    if request.grants.allows(Permission.VIEW_REGISTRY, request.municipality):
        for group in GROUPS:
            for sheet in group.sheets:
                url = reverse("registry-sheet", args=[sheet.slug])
                yield Goal(str(sheet.title), _("registry"), url, "books")
