"""The board "what burns today"."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from otklik.cases.queries.board import Line, Pile, find_board
from otklik.cases.queries.filters import DAYS_AHEAD, OVERDUE, TODAY, TOMORROW, WEEK
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.web.desk.board.bodies import body_rows, labels
from otklik.web.desk.deadlines import time_words
from otklik.web.desk.inbox import address
from otklik.web.desk.inbox.rows import case_rows
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.navigation import links


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the board with the list it opens; a body's zero opens none."""

    name: str
    label: str
    number: int
    url: str
    hint: str = ""
    icon: str = ""


def board(request: DeskRequest) -> HttpResponse:
    """Show the board; who may see no case goes to the first page his roles open."""
    if not request.grants.allows(Permission.VIEW_CASE, request.municipality):
        return _elsewhere(request)
    found = find_board(grants=request.grants, municipality=request.municipality, at=request.at)
    context = {
        "figures": _totals(request, found.total),
        "bodies": body_rows(found.lines, at=request.at, municipality=request.municipality),
        "total": found.total,
        "piles": [_pile(request.municipality, pile) for pile in found.piles],
        "rows": case_rows(found.burning, at=request.at, municipality=request.municipality),
        "today": date_format(request.municipality.local(request.at), "l, j E Y"),
        "all_due_url": f"{reverse('inbox')}?order=due",
    }
    template = "desk/board/_board.html" if request.htmx else "desk/board/board.html"
    return render(request, template, context)


def _elsewhere(request: DeskRequest) -> HttpResponse:
    entries = links(request.grants, request.municipality, request.path)
    if entries:
        return redirect(entries[0].url)
    return render(request, "desk/no_pages.html")


def _totals(request: DeskRequest, total: Line) -> list[Figure]:
    last = request.municipality.local(request.at).date() + timedelta(days=DAYS_AHEAD - 1)
    hints = {
        OVERDUE: _oldest(total, request),
        WEEK: _("up to %s") % date_format(last, "j E"),
    }
    names = labels()
    return [
        Figure(
            name, names[name], getattr(total, name), f"{reverse('inbox')}?due={name}",
            hints.get(name, ""),
        )
        for name in (OVERDUE, TODAY, TOMORROW, WEEK)
    ]  # fmt: skip


def _oldest(line: Line, request: DeskRequest) -> str:
    return "" if line.oldest_due_at is None else time_words(line.oldest_due_at, request.at)


def _pile(municipality: Municipality, pile: Pile) -> Figure:
    labels = {
        "flagged": (_("Red flag, not yet seen"), _("look at once"), "flag"),
        "unsorted": (_("Without a recipient"), _("sort and assign"), "arrows-split-2"),
        "in_review": (_("Waiting for approval"), _("read and approve"), "checkup-list"),
        "approved": (_("Approved, to be sent"), _("send to the applicant"), "send"),
        "returned": (_("Returned with a remark"), _("mend the answer"), "arrow-back-up"),
        "promised": (_("Promised for this week"), _("check what was done"), "calendar-due"),
        "low_rating": (_("Low ratings"), _("call and re-open"), "star"),
    }
    label, hint, icon = labels[pile.name]
    return Figure(
        pile.name, label, pile.count, address.path(pile.filters, municipality), hint, icon
    )
