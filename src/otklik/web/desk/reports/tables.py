"""The figures of a month as tables, each line with the list of exactly its cases.

A link is given only where a filter of the inbox lists the very cases that were counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.analytics.measures import Compared
from otklik.analytics.month import Line, MonthFigures
from otklik.cases.models.choices import CaseKind, Channel
from otklik.cases.queries.filters import Filters
from otklik.registry.models import Organisation, SectorBlock, Territory, Topic
from otklik.web.desk.inbox import address

TOP_TOPICS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of counts; ``url`` lists its cases, empty where no filter does."""

    name: str
    counts: Compared
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts in three periods."""

    title: str
    rows: Sequence[Row]
    note: str = ""


class Links:
    """Makes links to the cases received in the month; none when ``is_open`` is false."""

    def __init__(self, figures: MonthFigures, *, is_open: bool) -> None:
        self._figures = figures
        self._is_open = is_open
        begin, end = figures.month.bounds(figures.municipality.zone)
        self._received = Filters(received_from=begin, received_until=end)

    def to(self, **filters: object) -> str:
        """Return the address of the cases of the month that the filters let through."""
        if not self._is_open:
            return ""
        chosen = replace(self._received, **filters)  # type: ignore[arg-type]
        return f"{reverse('inbox')}?{address.write(chosen, self._figures.municipality)}"

    def to_row(self, name: str, keys: dict[str, int], code: str) -> str:
        """Return the address for a row of the registry, by its code."""
        return self.to(**{name: (keys[code],)}) if code in keys else ""


def tables_of(figures: MonthFigures, links: Links) -> list[Table]:
    """Return the tables of counts, in the order of the note."""
    return [
        Table(_("Received"), _totals(figures, links)),
        Table(_("By channel"), _channels(figures, links)),
        Table(_("By sector block"), _blocks(figures, links)),
        Table(
            _("Topics, the ten most frequent"),
            _topics(figures, links),
            _("Cases without a topic: %s") % figures.without_topic,
        ),
        Table(
            _("By territory"),
            _territories(figures, links),
            _("Cases without a place: %s") % figures.without_place,
        ),
    ]


def recipients_of(figures: MonthFigures, links: Links) -> list[tuple[object, str]]:
    """Return the lines of recipients, each with the address of its cases of the month."""
    keys = _keys(Organisation, figures, (line.key for line in figures.recipients))
    return [
        (line, links.to_row("recipient_ids", keys, line.key) if line.received else "")
        for line in figures.recipients
    ]


def _totals(figures: MonthFigures, links: Links) -> list[Row]:
    return [
        Row(_("received in all"), figures.total, links.to()),
        Row(
            _("of them appeals under 59-FZ"), figures.appeals, links.to(kind=CaseKind.APPEAL.value)
        ),
        Row(_("by the fast track"), figures.fast_track),
        Row(_("of them repeated"), figures.repeats, links.to(is_repeat=True)),
    ]


def _channels(figures: MonthFigures, links: Links) -> list[Row]:
    return [
        Row(str(Channel(line.key).label), line.counts, links.to(channels=(line.key,)))
        for line in figures.channels
    ]


def _blocks(figures: MonthFigures, links: Links) -> list[Row]:
    keys = _keys(SectorBlock, figures, (line.key for line in figures.blocks))
    return [
        Row(line.name, line.counts, links.to_row("block_ids", keys, line.key))
        for line in figures.blocks
    ]


def _topics(figures: MonthFigures, links: Links) -> list[Row]:
    lines = figures.topics[:TOP_TOPICS]
    keys = _topic_keys(lines)
    return [
        Row(line.name, line.counts, links.to(topic_ids=(keys[line],)) if line in keys else "")
        for line in lines
    ]


def _territories(figures: MonthFigures, links: Links) -> list[Row]:
    keys = _keys(Territory, figures, (line.key for line in figures.territories))
    rows = []
    for line in figures.territories:
        rate = ""
        if line.per_thousand is not None:
            told = {"rate": f"{line.per_thousand:g}".replace(".", ","), "residents": line.residents}
            rate = _("%(rate)s for 1,000 of %(residents)s residents") % told
        url = links.to_row("settlement_ids", keys, line.key)
        rows.append(Row(line.name, line.counts, url, rate))
    return rows


def _keys(model: type[Model], figures: MonthFigures, codes: Iterable[str]) -> dict[str, int]:
    found = model._default_manager.filter(
        municipality=figures.municipality, code__in=list(codes)
    ).values_list("code", "pk")
    return dict(found)


def _topic_keys(lines: Iterable[Line]) -> dict[Line, int]:
    """Return the topics of the lines; a code and name that two editions share lead nowhere."""
    wanted = list(lines)
    found: dict[tuple[str, str], list[int]] = {}
    topics = Topic.objects.filter(code__in=[line.key for line in wanted])
    for code, name, pk in topics.values_list("code", "name", "pk"):
        found.setdefault((code, name), []).append(pk)
    named = {line: found.get((line.key, line.name), []) for line in wanted}
    return {line: keys[0] for line, keys in named.items() if len(keys) == 1}
