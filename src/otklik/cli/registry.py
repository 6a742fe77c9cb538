"""``load-registry`` and ``export-registry``."""

import json
from pathlib import Path

import click

from otklik.cases.operations.load_registry import load_registry as load_and_log
from otklik.cli.ground import Command, Refused, municipality_of, now
from otklik.cli.words import _
from otklik.entrance.sessions import end_of_closed
from otklik.registry.files import BASE_FOLDER, LoadReport, export_folder

SHOWN_REFUSALS = 50


@click.command(
    "load-registry",
    cls=Command,
    help=_(
        "Load the csv files of a folder: all of them or, if any row is refused, none. "
        "Rows are matched by their codes; a row the files do not name stays."
    ),
)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--base", "is_base", is_flag=True, help=_("Load the federal registry that comes with Otklik.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the counts as JSON."))
def load_registry(folder: Path | None, is_base: bool, as_json: bool) -> None:
    """Load a folder and tell what was done."""
    if is_base == (folder is not None):
        raise click.UsageError(_("Give either a folder or --base."))
    at = now()
    report = load_and_log(folder or BASE_FOLDER, at=at)
    refuse(report)
    end_of_closed(at=at)
    if as_json:
        click.echo(json.dumps(counts_of(report), ensure_ascii=False))
    else:
        tell(report)


@click.command(
    "export-registry",
    cls=Command,
    help=_(
        "Write the registry as csv files that load-registry reads back. Passwords are not in them."
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--municipality",
    metavar="CODE",
    help=_("Only what belongs to this municipality; without it everything."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the counts as JSON."))
def export_registry(folder: Path, municipality: str | None, as_json: bool) -> None:
    """Write the files and tell how many rows each has."""
    owner = municipality_of(municipality) if municipality else None
    try:
        rows = export_folder(folder, owner)
    except OSError as error:
        words = _("The folder “%(folder)s” cannot be written to: %(error)s")
        raise Refused(words % {"folder": folder, "error": error.strerror}) from error
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for name, count in rows.items():
        click.echo(f"{name}: {count}")


def refuse(report: LoadReport) -> None:
    """Raise ``Refused`` with every refusal of the report in words, if there is any."""
    if not report.is_refused:
        return
    lines = [_("Nothing was loaded, for some rows are refused:")]
    for refusal in report.refusals[:SHOWN_REFUSALS]:
        place = [refusal.file] if refusal.file else []
        if refusal.row_number:
            place.append(_("row %(row)d") % {"row": refusal.row_number})
        if refusal.column:
            place.append(_("column %(column)s") % {"column": refusal.column})
        lines.append(f"  {', '.join(place)}: {refusal.message}" if place else refusal.message)
    more = len(report.refusals) - SHOWN_REFUSALS
    if more > 0:
        lines.append("  " + _("and %(count)d more") % {"count": more})
    raise Refused("\n".join(lines))


def tell(report: LoadReport) -> None:
    """Print the counts of the files in which something changed, and the sum."""
    words = _("new %(new)d, changed %(changed)d, unchanged %(unchanged)d")
    for file in report.files:
        told = {"new": file.new, "changed": file.changed, "unchanged": file.unchanged}
        line = f"{file.file}: {words % told}"
        if file.absent:
            line += _("; %(count)d rows are not in the file and stay") % {"count": file.absent}
        if file.kept:
            line += _("; %(count)d rows differ and were left as they are") % {"count": file.kept}
        click.echo(line)


def counts_of(report: LoadReport) -> dict[str, dict[str, int]]:
    """Return the counts by file name."""
    names = ("new", "changed", "unchanged", "absent", "kept")
    return {file.file: {name: getattr(file, name) for name in names} for file in report.files}
