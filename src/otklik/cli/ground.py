"""What the commands stand on: the present, the municipality, refusals in one sentence."""

from datetime import datetime
from typing import Any

import click
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from otklik.cli.words import _
from otklik.registry.grants import Grants, Scope
from otklik.registry.models import Municipality, Person
from otklik.registry.permissions import Permission

REFUSED, WRONG_USE = 1, 2


class Refused(click.ClickException):
    """The command cannot do it; one sentence on the error stream and an exit code."""

    def __init__(self, message: str, exit_code: int = REFUSED) -> None:
        super().__init__(message)
        # click declares it on the class, but reads it from the exception at hand.
        self.exit_code = exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.format_message(), file=file, err=file is None)


class Command(click.Command):
    """A command that tells of a database that is not there in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DatabaseError as error:
            words = _("The database does not answer as it should. Run “otklik init”. (%(error)s)")
            if isinstance(error, OperationalError) and connection.vendor == "postgresql":
                words = _("The database cannot be reached: check DATABASE_URL. (%(error)s)")
            first = str(error).strip().splitlines()
            raise Refused(words % {"error": first[0] if first else "?"}) from error


def now() -> datetime:
    """Return the present moment: only web, api and cli look at the clock."""
    return timezone.now()


def require_database() -> None:
    """Raise ``Refused`` when the database has not been made, or not by this version."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Refused(_("The database is not ready for this version. Run “otklik init”."))


def database_name() -> str:
    """Return where the database is, in words without a password."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    return f"{connection.vendor} {settings['HOST'] or 'localhost'}/{settings['NAME']}"


def municipality_of(code: str | None) -> Municipality:
    """Return the municipality with the code; without one the only one there is.

    Raises ``Refused`` that names the codes to choose from.
    """
    found = {m.code: m for m in Municipality.objects.order_by("code")}
    if not found:
        raise Refused(_("There is no municipality yet. Run “otklik init --registry FOLDER”."))
    if code is None and len(found) == 1:
        return next(iter(found.values()))
    if code in found:
        return found[code]
    words = _("There is no municipality “%(code)s”. Known are: %(codes)s.")
    if code is None:
        words = _("There are several municipalities, say which by --municipality: %(codes)s.")
    raise Refused(words % {"code": code, "codes": ", ".join(found)}, WRONG_USE)


def grants_of_operator(municipality: Municipality, *, sees_personal: bool) -> Grants:
    """Return all that may be seen: who runs commands on the machine holds the database itself."""
    seen = [Permission.VIEW_CASE, Permission.VIEW_REGISTRY, Permission.VIEW_FIGURES]
    if sees_personal:
        seen.append(Permission.VIEW_PERSONAL)
    scopes: dict[tuple[int, Permission], tuple[Scope, ...]] = {
        (municipality.pk, permission): (Scope(),) for permission in seen
    }
    return Grants(Person(login="", last_name="otklik"), scopes)
