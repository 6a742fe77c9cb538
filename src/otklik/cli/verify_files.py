"""``verify-files``: compare the store of enclosures with the register."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click
from django.conf import settings

from otklik.cases.enclosed import discard_unused
from otklik.cases.models import StoredFile
from otklik.cases.models.choices import FileCheck
from otklik.cases.operations.judge_file import judge_file
from otklik.cli.ground import REFUSED, Command, now, require_database
from otklik.cli.words import _
from otklik.enclosures.antivirus import scan
from otklik.enclosures.store import FileLost, Store
from otklik.enclosures.verifying import Expected, Fault, left_over, lost_files

# An upload takes minutes: what is older than this was left behind.
OLD = timedelta(days=1)
FAULT_TEXTS = {
    "missing": _("%(what)s: the file is not in the store"),
    "changed": _("%(what)s: the file is not the one that was kept"),
    "orphan": _("%(what)s: no case uses the file"),
    "stranger": _("%(what)s: this is no file of the store"),
}


@click.command(
    "verify-files",
    cls=Command,
    help=_(
        "Read every attached file through and compare it with its digest. Exit code 1 when one is "
        "missing or changed."
    ),
)
@click.option("--mend", is_flag=True, help=_("Remove files older than a day that no case uses."))
@click.option("--scan", "scans", is_flag=True, help=_("Check waiting files for viruses again."))
@click.option("--json", "as_json", is_flag=True, help=_("Print what was found as JSON."))
@click.pass_context
def verify_files(ctx: click.Context, mend: bool, scans: bool, as_json: bool) -> None:
    """Compare, and end with 1 when bytes are lost."""
    require_database()
    store = Store(Path(settings.FILES_FOLDER))
    if scans:
        _scan_waiting(store, now())
    used = _used()
    faults = [
        *lost_files(store, used),
        *left_over(
            store,
            used,
            older_than=(now() - OLD).timestamp(),
            remove=partial(discard_unused, store=store) if mend else None,
        ),
    ]
    if as_json:
        click.echo(json.dumps({"files": len(used), "faults": [asdict(one) for one in faults]}))
    else:
        _tell(faults, len(used))
    if any(fault.how in ("missing", "changed") for fault in faults):
        ctx.exit(REFUSED)


def _used() -> dict[str, Expected]:
    """Return the files whose bytes must be there."""
    live = StoredFile.objects.filter(attachments__removed_at=None, attachments__isnull=False)
    known = live.exclude(check_state=FileCheck.INFECTED).distinct().order_by("digest")
    return {
        file.digest: Expected(file.check_state == FileCheck.WAITING, file.has_preview)
        for file in known
    }


def _scan_waiting(store: Store, at: datetime) -> None:
    for file in StoredFile.objects.filter(check_state=FileCheck.WAITING):
        try:
            path = store.path(file.digest, waits=True)
        except FileLost:
            continue
        verdict = scan(settings.ANTIVIRUS_COMMAND, path, seconds=settings.ANTIVIRUS_SECONDS)
        judge_file(file=file, verdict=verdict, store=store, at=at)


def _tell(faults: list[Fault], count: int) -> None:
    for fault in faults:
        words = FAULT_TEXTS[fault.how] % {"what": fault.what}
        click.echo(words + (_(" (removed)") if fault.is_mended else ""))
    if not faults:
        click.echo(_("All files are there and whole: %(count)d.") % {"count": count})
