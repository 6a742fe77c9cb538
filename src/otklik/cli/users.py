"""``create-user`` and ``set-password``."""

import sys

import click
from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from otklik.cases.operations.log_registry_change import log_registry_change
from otklik.cli.ground import Command, Refused, municipality_of, now, require_database
from otklik.cli.words import _
from otklik.entrance.models import LoginEventKind, SessionEnd
from otklik.entrance.record import note
from otklik.entrance.sessions import end_all
from otklik.registry.models import Municipality, Person, RoleAssignment
from otklik.registry.models.people import Role


@click.command(
    "create-user",
    cls=Command,
    help=_(
        "Add a person who may log in, as the first administrator. The password is asked for, or "
        "read from the first line of the standard input."
    ),
)
@click.argument("login")
@click.option("--last-name", default="", help=_("Last name; by default the login."))
@click.option("--first-name", default="", help=_("First name."))
@click.option("--patronymic", default="", help=_("Patronymic."))
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(Role.values),
    default=[Role.ADMINISTRATOR.value],
    show_default=True,
    help=_("Role; may be given several times."),
)
@click.option("--municipality", metavar="CODE", help=_("Code of the municipality."))
def create_user(
    login: str,
    last_name: str,
    first_name: str,
    patronymic: str,
    roles: tuple[str, ...],
    municipality: str | None,
) -> None:
    """Store the person with the roles and the password."""
    require_database()
    owner = municipality_of(municipality)
    if Person.objects.filter(login=login).exists():
        raise Refused(_("There is a person with the login “%(login)s” already.") % {"login": login})
    person = Person(
        login=login, last_name=last_name or login, first_name=first_name, patronymic=patronymic
    )
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    person.set_password(_password(person))
    with transaction.atomic():
        person.save()
        for role in dict.fromkeys(roles):
            RoleAssignment.objects.create(person=person, role=role, municipality=owner)
        _write_down(owner, person, {"roles": list(dict.fromkeys(roles))}, is_new=True)
    click.echo(_("%(login)s may log in now.") % {"login": login})


@click.command(
    "set-password",
    cls=Command,
    help=_(
        "Give a person a new password. It is asked for, or read from the first line of the "
        "standard input. A login locked after wrong passwords is unlocked."
    ),
)
@click.argument("login")
def set_password(login: str) -> None:
    """Store the new password and unlock the login."""
    require_database()
    person = Person.objects.filter(login=login).first()
    if person is None:
        raise Refused(_("There is no person with the login “%(login)s”.") % {"login": login})
    person.set_password(_password(person))
    with transaction.atomic():
        person.save(update_fields=["password"])
        for owner in _places_of(person):
            _write_down(owner, person, {"password": "new"}, is_new=False)
        note(LoginEventKind.PASSWORD_CHANGED, at=now(), person=person)
        end_all(person, SessionEnd.PASSWORD, at=now())
    reset(username=person.login)
    click.echo(_("The password of %(login)s is changed.") % {"login": person.login})


def _password(person: Person) -> str:
    """Ask for a password twice, or read it where nobody can be asked. Raises ``Refused``."""
    if sys.stdin.isatty():
        password = str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return password


def _places_of(person: Person) -> list[Municipality]:
    """Return the municipalities where the person works."""
    keys = set(person.role_assignments.values_list("municipality_id", flat=True))
    if person.organisation is not None:
        keys.add(person.organisation.municipality_id)
    return list(Municipality.objects.filter(pk__in=keys).order_by("code"))


def _write_down(
    municipality: Municipality, person: Person, after: dict[str, object], *, is_new: bool
) -> None:
    log_registry_change(
        municipality=municipality,
        person=None,
        at=now(),
        what=f"people/{person.login}",
        before=None if is_new else {},
        after=after,
    )
