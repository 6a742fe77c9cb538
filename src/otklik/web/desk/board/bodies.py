"""Rows of responsible bodies as html, from prepared strings: a region has hundreds of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from otklik.cases.queries.board import Line, filters_of
from otklik.cases.queries.filters import OVERDUE, TODAY, TOMORROW, WEEK
from otklik.registry.models import Municipality
from otklik.web.desk.deadlines import time_words
from otklik.web.desk.inbox import address

SHOWN = (OVERDUE, TODAY, TOMORROW, "open")
ROW = '<tr><th scope="row">%s%s</th>%s</tr>'
OLDEST = '<span class="desk-sub desk-sub-over">%s</span>'
COUNT = '<td><a class="desk-count desk-count-%s" href="%s" aria-label="%s">%s</a></td>'
ZERO = '<td><span class="desk-zero">0</span></td>'


def labels() -> dict[str, str]:
    """Return what the counts of the board are called."""
    return {
        OVERDUE: _("Overdue"),
        TODAY: _("Due today"),
        TOMORROW: _("Due tomorrow"),
        WEEK: _("Later this week"),
        "open": _("Open"),
    }


def body_rows(lines: Iterable[Line], *, at: datetime, municipality: Municipality) -> SafeString:
    """Return a row for each body: its counts with the lists they open, and its longest delay."""
    names, lists = labels(), _lists(municipality)
    return mark_safe("".join(_row(line, names, lists, at) for line in lines))  # noqa: S308 - escaped


def _lists(municipality: Municipality) -> dict[str, str]:
    """Return the address of the list behind each count, for all bodies together."""
    anyone = Line(0, "")
    return {
        name: address.path(replace(filters_of(anyone, name), recipient_ids=()), municipality)
        for name in SHOWN
    }


def _row(line: Line, names: dict[str, str], lists: dict[str, str], at: datetime) -> str:
    name = line.name or _("Without a recipient")
    delay = OLDEST % escape(time_words(line.oldest_due_at, at)) if line.oldest_due_at else ""
    body = address.NOBODY if line.recipient_id is None else line.recipient_id
    counts = []
    for symbol in SHOWN:
        number = getattr(line, symbol)
        url = escape(f"{lists[symbol]}&recipient={body}")
        said = escape(f"{name}: {names[symbol]}, {number}")
        counts.append(COUNT % (symbol, url, said, number) if number else ZERO)
    return ROW % (escape(name), delay, "".join(counts))
