"""``watch-promises``: what the clock of the office does with promised days, now."""

import click

from otklik.cases.operations.watch_promise import BROKEN, KEPT, REMINDED, RETURNED
from otklik.cli.ground import Command, now, require_database
from otklik.cli.promise_worker import watch_all
from otklik.cli.words import _


@click.command(
    "watch-promises",
    cls=Command,
    help=_(
        "Return deferred cases to work whose promised day has passed, and write down which "
        "promises are near. The served site does it by itself; may be called any number of times."
    ),
)
def watch_promises() -> None:
    """Watch once, and tell what was done."""
    require_database()
    done = watch_all(now())
    told = {name: done[name] for name in (RETURNED, BROKEN, KEPT, REMINDED)}
    click.echo(
        _(
            "Returned to work: %(returned)s. Broken in cases not deferred any more: %(broken)s. "
            "Kept: %(kept)s. Reminders written: %(reminded)s."
        )
        % told
    )
