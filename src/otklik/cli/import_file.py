"""``import``: take in a file of a federal system."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from otklik.cases.models import ImportBatch
from otklik.channels import ADAPTERS
from otklik.cli.ground import WRONG_USE, Command, Refused, municipality_of, now, require_database
from otklik.cli.terminal import progress_bar
from otklik.cli.words import _
from otklik.core.reasons import Reason
from otklik.core.tables import TableError
from otklik.intake.operations.take_in import preview_file, take_in_file
from otklik.intake.reason_texts import reason_text
from otklik.registry.models import Municipality

SHOWN_ROWS = 100


@click.command(
    "import",
    cls=Command,
    help=_(
        "Take in a file of the feedback platform (pos) or Incident Management (im): xlsx, xls or "
        "csv. The file is taken in as a whole or not at all, and never twice. Rows that cannot be "
        "read wait on the page “Import” to be mended."
    ),
)
@click.argument("channel", type=click.Choice(sorted(ADAPTERS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--municipality", metavar="CODE", help=_("Code of the municipality."))
@click.option(
    "--zone",
    metavar="NAME",
    help=_("Time zone of the times in the file; by default that of the municipality."),
)
@click.option("--dry-run", is_flag=True, help=_("Only count what the file would bring."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the counts as JSON."))
def import_file(
    channel: str,
    file: Path,
    municipality: str | None,
    zone: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take the file in and tell the counts."""
    require_database()
    owner = municipality_of(municipality)
    if not file.is_file():
        raise Refused(reason_text(Reason("file_not_found", {"file": str(file)})))
    try:
        batch = _take_in(file, channel, owner, _zone(zone, owner), dry_run, as_json)
    except TableError as error:
        raise Refused(reason_text(error.reason)) from error
    if as_json:
        click.echo(json.dumps(counts_of(batch)))
    else:
        _tell(batch, dry_run)


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """Return what became of the rows of the file."""
    return {
        "new": batch.new_count,
        "changed": batch.changed_count,
        "unchanged": batch.unchanged_count,
        "refused": batch.refused_count,
    }


def _take_in(
    file: Path,
    channel: str,
    municipality: Municipality,
    zone: ZoneInfo,
    dry_run: bool,
    as_json: bool,
) -> ImportBatch:
    if dry_run:
        return preview_file(
            path=file, channel=channel, municipality=municipality, zone=zone, at=now()
        )
    with progress_bar(file.name, is_wanted=not as_json) as progress:
        return take_in_file(
            path=file,
            channel=channel,
            municipality=municipality,
            zone=zone,
            person=None,
            at=now(),
            progress=progress,
        )


def _zone(name: str | None, municipality: Municipality) -> ZoneInfo:
    if name is None:
        return municipality.zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        words = _("There is no time zone “%(name)s”; one is “Asia/Krasnoyarsk”.")
        raise Refused(words % {"name": name}, WRONG_USE) from error


def _tell(batch: ImportBatch, dry_run: bool) -> None:
    words = _("new %(new)d, changed %(changed)d, unchanged %(unchanged)d, refused %(refused)d")
    click.echo(words % counts_of(batch))
    for columns, label in (
        (batch.columns_missing, _("Columns the file lacks: %(names)s")),
        (batch.columns_unknown, _("Columns kept as they are: %(names)s")),
    ):
        if columns:
            click.echo(label % {"names": ", ".join(columns)})
    if dry_run:
        click.echo(_("This was a trial: nothing was kept."))
        return
    for row in batch.quarantined.order_by("row_number")[:SHOWN_ROWS]:
        reasons = " ".join(reason_text(Reason.from_json(reason)) for reason in row.reasons)
        click.echo(_("row %(row)d: %(reasons)s") % {"row": row.row_number, "reasons": reasons})
    if batch.refused_count > SHOWN_ROWS:
        click.echo(_("and %(count)d more") % {"count": batch.refused_count - SHOWN_ROWS})
