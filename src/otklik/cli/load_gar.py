"""``load-gar``: take over the state address register of a region."""

import json
import re
from pathlib import Path

import click

from otklik.address_register import GarError, GarReport
from otklik.cases.operations.load_gar import load_gar as load_and_log
from otklik.cli.ground import WRONG_USE, Command, Refused, municipality_of, now, require_database
from otklik.cli.terminal import progress_bar
from otklik.cli.words import _
from otklik.intake.reason_texts import reason_text
from otklik.registry.models import Municipality

_OKTMO = re.compile(r"\d{2,11}")
# The zeros a short code is filled up with: 95 625 000 is the district, 95 625 440 a council.
_FILLING = re.compile(r"(?:000)+$")


@click.command(
    "load-gar",
    cls=Command,
    help=_(
        "Load settlements, streets and houses of the state address register (GAR): the folder of "
        "a region, or its zip. What was edited here stays, what vanished there ends today. "
        "Everything is loaded or nothing; the same files twice change nothing."
    ),
)
@click.argument("source", metavar="FOLDER_OR_ZIP", type=click.Path(path_type=Path))
@click.option("--municipality", metavar="CODE", help=_("Code of the municipality."))
@click.option(
    "--oktmo",
    metavar="PREFIX",
    help=_("Beginning of the OKTMO of the places; by default that of the municipality."),
)
@click.option("--dry-run", is_flag=True, help=_("Only count what the files would bring."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the counts as JSON."))
def load_gar(
    source: Path, municipality: str | None, oktmo: str | None, dry_run: bool, as_json: bool
) -> None:
    """Load the part of the municipality and tell the counts."""
    require_database()
    owner = municipality_of(municipality)
    prefix = _prefix(oktmo, owner)
    try:
        with progress_bar(source.name, is_wanted=not as_json) as progress:
            report = load_and_log(
                path=source,
                municipality=owner,
                oktmo=prefix,
                at=now(),
                progress=progress,
                is_trial=dry_run,
            )
    except GarError as error:
        raise Refused(reason_text(error.reason)) from error
    if as_json:
        click.echo(json.dumps(report.counts))
    else:
        _tell(report, dry_run)


def _prefix(oktmo: str | None, municipality: Municipality) -> str:
    if oktmo is None:
        prefix = _FILLING.sub("", municipality.oktmo)
        if prefix:
            return prefix
        raise Refused(
            _("The municipality has no OKTMO: say by --oktmo which part of the region is its."),
            WRONG_USE,
        )
    if not _OKTMO.fullmatch(oktmo):
        words = _("“%(oktmo)s” is no beginning of an OKTMO; one is 95625.")
        raise Refused(words % {"oktmo": oktmo}, WRONG_USE)
    return oktmo


def _tell(report: GarReport, dry_run: bool) -> None:
    in_force = _("settlements %(settlements)d, streets %(streets)d, houses %(houses)d")
    rows = _("new %(new)d, changed %(changed)d, unchanged %(unchanged)d, ended %(closed)d")
    click.echo(in_force % report.counts)
    click.echo(rows % report.counts)
    if dry_run:
        click.echo(_("This was a trial: nothing was kept."))
