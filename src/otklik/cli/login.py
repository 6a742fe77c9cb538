"""``login``: help for who cannot come in, where nobody else can help in the browser."""

import click

from otklik.cli.ground import Command, Refused, now, require_database
from otklik.cli.words import _
from otklik.entrance import helping, sessions
from otklik.registry.models import Person


@click.group(help=_("Help people who cannot log in; everything is written down in the log."))
def login() -> None:
    """Hold the commands together."""


@login.command(
    "unlock", cls=Command, help=_("Let a person try again who was locked out after failures.")
)
@click.argument("login")
def unlock(login: str) -> None:
    """Forget the failed attempts of the person."""
    person = _person(login)
    helping.unlock(person, by=None, at=now())
    click.echo(_("%(login)s may try again at once.") % {"login": person.login})


@login.command(
    "reset-second-factor",
    cls=Command,
    help=_(
        "Take app, passkeys and recovery codes of a person off, as when the phone is lost, and "
        "end all sessions. The person is told at the next entry."
    ),
)
@click.argument("login")
@click.option("--reason", required=True, help=_("Why; the person and the auditor will read it."))
def reset_second_factor(login: str, reason: str) -> None:
    """Take everything off but the password."""
    person = _person(login)
    try:
        helping.reset_second_factor(person, by=None, reason=reason, at=now())
    except helping.ReasonMissing as error:
        raise Refused(_("Say why: the person and the auditor will read it.")) from error
    words = _("%(login)s now logs in by the password alone.")
    click.echo(words % {"login": person.login})


@login.command("sessions", cls=Command, help=_("List the open sessions of a person, or end them."))
@click.argument("login")
@click.option("--end", "ends", is_flag=True, help=_("End them all."))
def list_sessions(login: str, ends: bool) -> None:
    """Print a line for each session."""
    person = _person(login)
    at = now()
    for one in sessions.open_sessions(person, at=at):
        device = f"{one.ip or '-'}  {one.device or '-'}"
        click.echo(f"{one.started_at:%Y-%m-%d %H:%M}  {one.seen_at:%Y-%m-%d %H:%M}  {device}")
    if ends:
        count = helping.end_sessions(person, by=None, at=at)
        click.echo(_("Sessions ended: %(count)d.") % {"count": count})


def _person(login: str) -> Person:
    require_database()
    person = Person.objects.filter(login=login).first()
    if person is None:
        raise Refused(_("There is no person with the login “%(login)s”.") % {"login": login})
    return person
