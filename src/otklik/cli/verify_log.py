"""``verify-log``: walk the chain of the log and tell where it does not hold."""

import json

import click

from otklik.cases import log
from otklik.cases.models import LogHead
from otklik.cli.ground import REFUSED, Command, municipality_of, require_database
from otklik.cli.words import _
from otklik.registry.models import Municipality

FLAW_TEXTS = {
    "gap": _("%(municipality)s, entry %(seq)d: entries are missing before it"),
    "changed": _("%(municipality)s, entry %(seq)d: it was changed after it was written"),
    "cut": _("%(municipality)s, entry %(seq)d: the end of the log was cut off"),
}


@click.command(
    "verify-log",
    cls=Command,
    help=_(
        "Check the chain of the log: every entry holds the hash of the one before. Exit code 1 "
        "when an entry was changed, left out or cut off."
    ),
)
@click.option("--municipality", metavar="CODE", help=_("Only the log of this municipality."))
@click.option("--json", "as_json", is_flag=True, help=_("Print what was found as JSON."))
@click.pass_context
def verify_log(ctx: click.Context, municipality: str | None, as_json: bool) -> None:
    """Walk the chains and end with 1 when a flaw was found."""
    require_database()
    owners = (
        [municipality_of(municipality)]
        if municipality
        else list(Municipality.objects.order_by("code"))
    )
    flaws = [flaw for owner in owners for flaw in log.flaws(owner)]
    entries = sum(
        LogHead.objects.filter(municipality__in=owners).values_list("last_seq", flat=True)
    )
    if as_json:
        told = [
            {"municipality": flaw.municipality_code, "seq": flaw.seq, "kind": flaw.kind}
            for flaw in flaws
        ]
        click.echo(json.dumps({"entries": entries, "flaws": told}))
    else:
        for flaw in flaws:
            told_flaw = {"municipality": flaw.municipality_code, "seq": flaw.seq}
            click.echo(FLAW_TEXTS[flaw.kind] % told_flaw)
        if not flaws:
            click.echo(_("The log is whole: %(count)d entries.") % {"count": entries})
    if flaws:
        ctx.exit(REFUSED)
