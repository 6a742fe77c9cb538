"""``find-repeats``: compare new cases with the register, now."""

import click

from otklik.cli.ground import Command, now, require_database
from otklik.cli.words import _
from otklik.linking.finding import find_new, start_anew
from otklik.linking.models import LikenessKey, ProblemProposal, ProposalState, RepeatProposal


@click.command(
    "find-repeats",
    cls=Command,
    help=_(
        "Compare new and changed cases with the register: propose repeats, and problems behind "
        "many cases. The served site does it by itself."
    ),
)
@click.option(
    "--anew",
    is_flag=True,
    help=_("Make the index from the register again; what people decided stays."),
)
def find_repeats(anew: bool) -> None:
    """Compare, and tell how many proposals are open."""
    require_database()
    if anew:
        start_anew()
    read = 0
    while done := find_new(at=now()):
        read += done
    told = {
        "read": read,
        "keys": LikenessKey.objects.count(),
        "repeats": RepeatProposal.objects.filter(state=ProposalState.OPEN).count(),
        "problems": ProblemProposal.objects.filter(state=ProposalState.OPEN).count(),
    }
    click.echo(
        _(
            "Entries of the log read: %(read)s. Keys in the index: %(keys)s. Open proposals: "
            "repeats %(repeats)s, problems %(problems)s."
        )
        % told
    )
