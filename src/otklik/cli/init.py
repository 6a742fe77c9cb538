"""``init``: create or upgrade the database and load a registry."""

from datetime import datetime
from pathlib import Path

import click
from django.core.management import call_command

from otklik.cases.operations.load_registry import load_registry as load_and_log
from otklik.cli.ground import Command, Refused, database_name, now
from otklik.cli.registry import refuse, tell
from otklik.cli.words import _
from otklik.entrance.sessions import end_of_closed
from otklik.registry.files import BASE_FOLDER, DEMO_FOLDER
from otklik.registry.models import Municipality


@click.command(
    cls=Command,
    help=_(
        "Create or upgrade the database, load the federal registry that comes with Otklik, then "
        "your own or the demonstration district. May be run any number of times; what was edited "
        "in the browser in the registry that comes with Otklik stays as it is."
    ),
)
@click.option(
    "--registry",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=_("Folder of csv files with the registry of your municipality."),
)
@click.option("--demo", "is_demo", is_flag=True, help=_("Load the demonstration district."))
def init(folder: Path | None, is_demo: bool) -> None:
    """Make the database ready and say where it is."""
    if folder is not None and is_demo:
        raise click.UsageError(_("Give either --registry or --demo."))
    at = now()
    prepare_database(at)
    if is_demo:
        load_demo(at)
    elif folder is not None:
        report = load_and_log(folder, at=at)
        refuse(report)
        end_of_closed(at=at)
        tell(report)
    click.echo(_("The database is ready: %(name)s") % {"name": database_name()})
    if not Municipality.objects.exists():
        click.echo(_("There is no municipality yet. Run “otklik init --registry FOLDER”."))


def prepare_database(at: datetime) -> None:
    """Bring the database up to this version and add what is new in the federal registry."""
    call_command("migrate", verbosity=0, interactive=False)
    refuse(load_and_log(BASE_FOLDER, at=at, keeps_changed=True))


def load_demo(at: datetime) -> None:
    """Load the demonstration district. Raises ``Refused`` beside a real municipality.

    Its passwords are known to everybody: it must not stand in a register in use.
    """
    if Municipality.objects.filter(is_demo=False).exists():
        words = _("This database holds a real municipality: make the demonstration in another one.")
        raise Refused(words)
    refuse(load_and_log(DEMO_FOLDER, at=at, keeps_changed=True))
