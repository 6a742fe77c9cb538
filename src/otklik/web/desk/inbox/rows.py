"""Rows of a list of cases as html, from prepared strings.

One row is a table row on a wide screen and a card on a phone: the style sheet turns it.
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from otklik.cases.models.choices import CaseKind, RedFlag
from otklik.cases.queries.rows import Row
from otklik.registry.models import Municipality
from otklik.registry.models.regulations import ClockKind
from otklik.web.desk.badges import channel_html, due_html, icon_html, state_html
from otklik.web.desk.deadlines import DeadlineWords
from otklik.web.desk.links import quoted

SHOWN_TEXT = 220

ROW = (
    '<tr class="desk-row" data-row>'
    "%(tick)s"
    '<td class="desk-c-number"><a href="%(url)s">%(number)s</a>'
    '<span class="desk-sub">%(channel)s <span class="desk-when">%(received)s</span></span></td>'
    '<td class="desk-c-what"><span class="desk-row-topic">%(topic)s</span>'
    '<span class="desk-row-text">%(text)s</span>'
    '<span class="desk-sub">%(place)s%(applicant)s</span></td>'
    '<td class="desk-c-who">%(recipient)s<span class="desk-sub">%(executor)s</span></td>'
    '<td class="desk-c-state">%(state)s%(marks)s</td>'
    '<td class="desk-c-due">%(due)s</td></tr>'
)
TICK = (
    '<td class="desk-c-tick"><input class="form-check-input" type="checkbox" name="case" '
    'value="%s" form="assign" data-tick aria-label="%s"></td>'
)


def case_rows(
    rows: Iterable[Row], *, at: datetime, municipality: Municipality, with_ticks: bool = False
) -> SafeString:
    """Return the rows of the table. ``with_ticks`` adds a box to choose the case by."""
    maker = _Maker(at, municipality, with_ticks)
    return mark_safe("".join(maker.row(row) for row in rows))  # noqa: S308 - escaped by parts


class _Maker:
    """Makes rows; what is the same in all of them is made once."""

    def __init__(self, at: datetime, municipality: Municipality, with_ticks: bool) -> None:
        self.at = at
        self.zone = municipality.zone
        self.year = at.astimezone(self.zone).year
        self.words = DeadlineWords(at, municipality)
        self.with_ticks = with_ticks
        self.list_path = reverse("inbox")
        self.tick_label = _("Choose case %s")
        self.clocks = {kind.value: str(kind.label) for kind in ClockKind}
        self.no_topic = _missing(_("topic not set"))
        self.no_recipient = _missing(_("not assigned"))
        self.channels: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self.mark_words = _mark_words()
        self.flags = _flag_marks()
        self.star = icon_html("star", "icon-sm")
        self.rating_word = escape(_("rating"))

    def row(self, row: Row) -> str:
        """Return one row."""
        number = escape(row.number)
        return ROW % {
            "tick": self._tick(row.number, number),
            "url": f"{self.list_path}{quoted(row.number)}/",
            "number": number,
            "channel": self._channel(row.channel),
            "received": self._received(row),
            "topic": escape(row.topic or row.group) or self.no_topic,
            "text": escape(_shortened(row.text or row.category)),
            "place": escape(row.place),
            "applicant": self._applicant(row),
            "recipient": escape(row.recipient) or self.no_recipient,
            "executor": escape(row.executor),
            "state": self._state(row.state),
            "marks": self._marks(row),
            "due": self._due(row),
        }

    def _tick(self, number: str, escaped: str) -> str:
        return TICK % (escaped, escape(self.tick_label % number)) if self.with_ticks else ""

    def _channel(self, channel: str) -> str:
        if channel not in self.channels:
            self.channels[channel] = channel_html(channel, is_short=True)
        return self.channels[channel]

    def _state(self, state: str) -> str:
        if state not in self.states:
            self.states[state] = state_html(state)
        return self.states[state]

    def _received(self, row: Row) -> str:
        local = row.received_at.astimezone(self.zone)
        day = f"{local:%d.%m}" if local.year == self.year else f"{local:%d.%m.%Y}"
        return day if row.received_is_date else f"{day} {local:%H:%M}"

    def _applicant(self, row: Row) -> str:
        if not row.applicant_name:
            return ""
        separator = " · " if row.place else ""
        return f"{separator}{escape(row.applicant_name)}"

    def _marks(self, row: Row) -> str:
        marks = (
            ("control", row.on_control),
            ("fast", row.fast_track),
            ("heightened", row.importance == "heightened"),
            ("appeal", row.kind == CaseKind.APPEAL),
            ("repeat", bool(row.repeat_kind)),
        )
        made = self.flags.get(row.red_flag, "")
        made += "".join(self.mark_words[name] for name, is_set in marks if is_set)
        if row.rating is not None:
            low = " desk-sign-low" if row.rating <= 2 else ""
            made += (
                f'<span class="desk-sign{low}" title="{self.rating_word}">'
                f"{self.star}{row.rating}</span>"
            )
        return f'<span class="desk-signs">{made}</span>' if made else ""

    def _due(self, row: Row) -> str:
        if row.next_due_at is None:
            return ""
        due = due_html(row.next_due_at, self.at, self.words.of(row.next_due_at, row.unit))
        local = row.next_due_at.astimezone(self.zone)
        clock = escape(self.clocks.get(row.next_clock, ""))
        when = f'<span class="desk-when">{local:%d.%m %H:%M}</span>'
        return f'{due}<span class="desk-sub">{clock}, {when}</span>'


def _missing(words: str) -> str:
    return f'<span class="desk-missing">{escape(words)}</span>'


def _mark_words() -> dict[str, str]:
    marks = {
        "control": ("eye", _("on control")),
        "fast": ("bolt", _("fast track")),
        "heightened": ("alert-triangle", _("heightened importance")),
        "appeal": ("gavel", _("appeal under 59-FZ")),
        "repeat": ("repeat", _("repeat")),
    }
    return {
        name: (
            f'<span class="desk-sign" title="{escape(word)}">{icon_html(icon, "icon-sm")}'
            f'<span class="visually-hidden">{escape(word)}</span></span>'
        )
        for name, (icon, word) in marks.items()
    }


def _flag_marks() -> dict[str, str]:
    """Return the mark of each kind of red flag: the word stands there, not only the colour."""
    icon = icon_html("flag", "icon-sm")
    return {
        kind.value: f'<span class="desk-sign desk-sign-flag">{icon}{escape(str(kind.label))}</span>'
        for kind in RedFlag
    }


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN_TEXT else f"{plain[:SHOWN_TEXT].rstrip()}…"
