"""``cases``: list cases, as a table or one JSON object a line."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

import click
from django.db import transaction

from otklik.cases import log
from otklik.cases.models import Case
from otklik.cases.models.choices import Channel, State
from otklik.cases.queries.filters import DUE_SYMBOLS, OVERDUE, Filters
from otklik.cases.queries.lists import find_page
from otklik.cli.case_lines import as_json_line, as_line
from otklik.cli.ground import (
    WRONG_USE,
    Command,
    Refused,
    grants_of_operator,
    municipality_of,
    now,
    require_database,
)
from otklik.cli.words import _
from otklik.registry.models import Municipality, Organisation, SectorBlock, Topic

PAGE = 200
FIRST_YEAR, LAST_YEAR = 2000, 2099
LIMIT_OF_A_TABLE = 50
RELATED = ("topic", "topic_group", "settlement", "street", "recipient", "block", "executor")


class Day(click.DateTime):
    """A day of our time, as 2026-10-31."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return midnight of the day. Raises ``click.BadParameter``."""
        day: datetime = super().convert(value, param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(_("Check the year: it must lie between 2000 and 2099."), param, ctx)
        return day


DAY = Day()


@click.command(
    cls=Command,
    help=_(
        "List cases, the last received first, or with --due the first due first. Names and "
        "contacts are left out and masked in texts unless asked for."
    ),
)
@click.option("--municipality", metavar="CODE", help=_("Code of the municipality."))
@click.option("--state", "states", multiple=True, type=click.Choice(State.values))
@click.option("--channel", "channels", multiple=True, type=click.Choice(Channel.values))
@click.option("--recipient", "recipients", multiple=True, metavar="CODE")
@click.option("--block", "blocks", multiple=True, metavar="CODE")
@click.option("--topic", "topics", multiple=True, metavar="CODE")
@click.option("--overdue", is_flag=True, help=_("Only overdue cases."))
@click.option("--due", type=click.Choice(DUE_SYMBOLS), help=_("By when a term ends."))
@click.option("--from", "from_date", type=DAY, help=_("First day."))
@click.option("--until", "until_date", type=DAY, help=_("Last day."))
@click.option("--search", "words", default="", help=_("Words of the text, or a number."))
@click.option("--limit", type=click.IntRange(1, sys.maxsize), help=_("Not more than so many."))
@click.option(
    "--with-personal-data",
    "sees_personal",
    is_flag=True,
    help=_("Show names, contacts and whole texts; this is written down in the log."),
)
@click.option("--json", "is_json", is_flag=True, help=_("Print one JSON object a line."))
def cases(
    municipality: str | None, limit: int | None, sees_personal: bool, is_json: bool, **asked: Any
) -> None:
    """Print the cases the filters let through."""
    require_database()
    owner = municipality_of(municipality)
    at = now()
    chosen = _filters(owner, asked)
    if sees_personal:
        _write_down(owner, asked, at)
    if limit is None and not is_json:
        limit = LIMIT_OF_A_TABLE
    for case in islice(_stream(chosen, owner, at), limit):
        if is_json:
            line = json.dumps(as_json_line(case, owner, at, sees_personal), ensure_ascii=False)
        else:
            line = as_line(case, owner, at)
        click.echo(line, file=sys.stdout)


def _stream(chosen: Filters, municipality: Municipality, at: datetime) -> Iterator[Case]:
    """Yield the cases page by page: the first is printed before the last is read."""
    # What is hidden is hidden when a line is made; here only keys are asked for.
    grants = grants_of_operator(municipality, sees_personal=True)
    after = ""
    while True:
        page = find_page(
            chosen, grants=grants, municipality=municipality, at=at, after=after, size=PAGE
        )
        keys = [row.pk for row in page.rows]
        found = Case.objects.select_related(*RELATED).in_bulk(keys)
        yield from (found[key] for key in keys if key in found)
        after = page.next_cursor
        if not after:
            return


def _filters(municipality: Municipality, asked: dict[str, Any]) -> Filters:
    topics = _ids(Topic.objects.filter(edition__classifier="im"), asked["topics"], "--topic")
    groups = set(
        Topic.objects.filter(pk__in=topics, parent__isnull=True).values_list("pk", flat=True)
    )
    recipients = Organisation.objects.filter(municipality=municipality)
    blocks = SectorBlock.objects.filter(municipality=municipality)
    from_date, until_date = asked["from_date"], asked["until_date"]
    return Filters(
        states=tuple(asked["states"]),
        channels=tuple(asked["channels"]),
        recipient_ids=_ids(recipients, asked["recipients"], "--recipient"),
        block_ids=_ids(blocks, asked["blocks"], "--block"),
        group_ids=tuple(key for key in topics if key in groups),
        topic_ids=tuple(key for key in topics if key not in groups),
        due=OVERDUE if asked["overdue"] else asked["due"] or "",
        received_from=_midnight(from_date, municipality) if from_date else None,
        received_until=(
            _midnight(until_date + timedelta(days=1), municipality) if until_date else None
        ),
        words=asked["words"],
    )


def _midnight(day: datetime, municipality: Municipality) -> datetime:
    return datetime.combine(day.date(), time(0), tzinfo=municipality.zone)


def _ids(rows: Any, codes: Sequence[str], option: str) -> tuple[int, ...]:
    """Return the keys of the rows with the codes. Raises ``Refused`` for an unknown code."""
    if not codes:
        return ()
    # A code may name a topic in several editions of the classifier.
    known: dict[str, list[int]] = defaultdict(list)
    for code, key in rows.filter(code__in=codes).values_list("code", "pk"):
        known[code].append(key)
    for code in codes:
        if code not in known:
            words = _("%(option)s: there is no “%(code)s” in the registry.")
            raise Refused(words % {"option": option, "code": code}, WRONG_USE)
    return tuple(key for code in codes for key in known[code])


def _write_down(municipality: Municipality, asked: dict[str, Any], at: datetime) -> None:
    """Log that names were asked for (152-FZ art. 19 part 2: looks are registered)."""
    told = {name: str(value) for name, value in asked.items() if value}
    entry = log.Entry("cases.listed_with_personal_data", None, at, {"filters": told})
    with transaction.atomic():
        log.append(municipality, [entry], person=None, recorded_at=at)
