"""``remind``: tell people what is new, and send the letters that are due, now."""

import click

from otklik.cli.ground import Command, now, require_database
from otklik.cli.words import _
from otklik.reminders.letters import make_letters
from otklik.reminders.models import Letter
from otklik.reminders.sending import send_letters
from otklik.reminders.telling import tell_news


@click.command(
    cls=Command,
    help=_(
        "Tell people what is new and which terms end, and send the letters that are due. The "
        "served site does it by itself."
    ),
)
def remind() -> None:
    """Look once, and tell how much there was."""
    require_database()
    told = {
        "notices": tell_news(at=now()),
        "letters": make_letters(at=now()),
        "sent": send_letters(at=now()),
        "failed": Letter.objects.filter(state=Letter.State.FAILED).count(),
    }
    click.echo(
        _(
            "Notices made: %(notices)s. Letters made: %(letters)s, sent: %(sent)s, given up: "
            "%(failed)s."
        )
        % told
    )
