"""``demo``: the demonstration district from nothing to the page in one command."""

import click
from django.conf import settings

from otklik.cli.demo import generate
from otklik.cli.ground import Command, database_name, municipality_of, now
from otklik.cli.init import load_demo, prepare_database
from otklik.cli.serve import PORT, serve_site
from otklik.cli.terminal import progress_bar
from otklik.cli.words import _
from otklik.registry.models import Municipality, RoleAssignment
from otklik.registry.models.effective import in_force
from otklik.registry.models.people import Role

ITEMS = 4000
SEED = 211  # the number of the decree the district is built by


@click.command(
    cls=Command,
    help=_(
        "Make the demonstration district with two years of invented items and serve it. What is "
        "there already is left as it is. All people and messages in it are invented."
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen at."))
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help=_("Port.")
)
@click.option("--no-serve", is_flag=True, help=_("Only make the data."))
@click.option(
    "--items",
    default=ITEMS,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help=_("About how many items."),
)
@click.option(
    "--seed", default=SEED, show_default=True, help=_("The same seed makes the same items.")
)
def demo(host: str, port: int, no_serve: bool, items: int, seed: int) -> None:
    """Make the district, print one login for each role, and serve."""
    at = now()
    prepare_database(at)
    load_demo(at)
    municipality = municipality_of(None)
    with progress_bar(_("Making demonstration items")) as progress:
        made = generate(municipality=municipality, at=at, total=items, seed=seed, progress=progress)
    if made:
        click.echo(_("Items made: %(count)d") % {"count": made})
    click.echo(_("The database is ready: %(name)s") % {"name": database_name()})
    _tell_logins(municipality)
    if not no_serve:
        serve_site(host=host, port=port)


def _tell_logins(municipality: Municipality) -> None:
    """Print one login for each role with the password of them all."""
    held = RoleAssignment.objects.filter(
        in_force(municipality.local(now()).date()),
        municipality=municipality,
        person__is_demo=True,
        person__is_active=True,
    ).select_related("person")
    first: dict[str, str] = {}
    taken: set[str] = set()
    for role in Role.values:
        logins = sorted(row.person.login for row in held if row.role == role)
        own = [login for login in logins if login not in taken] or logins
        # A login that is called like its role comes first: it is easier to remember.
        own.sort(key=lambda login: (login not in role, login))
        if own:
            first[role] = own[0]
            taken.add(own[0])
    words = _("One login for each role; the password of all is %(word)s")
    click.echo(words % {"word": settings.DEMO_PASSWORD})
    for role, login in first.items():
        click.echo(f"  {login:<24} {Role(role).label}")
