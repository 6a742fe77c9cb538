"""``report``: documents."""

import json
from pathlib import Path

import click

from otklik.analytics.periods import Month
from otklik.cli.ground import (
    WRONG_USE,
    Command,
    Refused,
    municipality_of,
    now,
    require_database,
)
from otklik.cli.words import _
from otklik.reports.note import issue_note


@click.group(help=_("Print reports."))
def report() -> None:
    """Hold the reports together."""


@report.command(
    cls=Command,
    help=_("Print the monthly analytic note for the head as a Word document."),
)
@click.option("--period", metavar="YYYY-MM", help=_("Month; by default the last full one."))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("File to write; by default named after the municipality and the month."),
)
@click.option("--municipality", metavar="CODE", help=_("Code of the municipality."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the figures as JSON."))
def note(period: str | None, out: Path | None, municipality: str | None, as_json: bool) -> None:
    """Make the note and say where it is."""
    require_database()
    owner = municipality_of(municipality)
    at = now()
    month = _month(period) if period else Month.before(owner.local(at).date())
    issued = issue_note(municipality=owner, period=month, at=at)
    target = out or Path(issued.file_name)
    try:
        target.write_bytes(issued.docx)
    except OSError as error:
        words = _("“%(file)s” cannot be written: %(error)s.")
        raise Refused(words % {"file": target, "error": error.strerror}) from error
    if as_json:
        click.echo(json.dumps(issued.figures, ensure_ascii=False))
    else:
        click.echo(_("The note is in %(file)s") % {"file": target})


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        words = _("“%(period)s” is no month such as 2026-10.")
        raise Refused(words % {"period": text}, WRONG_USE) from error
