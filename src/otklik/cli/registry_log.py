"""A folder of registry files loaded, and written down in the log in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from otklik.cases.operations.log_registry_change import log_registry_change
from otklik.registry.files import Change, LoadReport, load_folder
from otklik.registry.files.reading import Folder
from otklik.registry.models import Municipality


def load_and_log(folder: Folder, *, at: datetime, keeps_changed: bool = False) -> LoadReport:
    """Load the folder as ``load_folder`` does and append what changed to the log.

    One entry a file and municipality; a change of a common row is written down in the log of
    every municipality, for it concerns them all.
    """
    with transaction.atomic():
        report = load_folder(folder, at=at, keeps_changed=keeps_changed)
        if not report.is_refused:
            _log(report)
    return report


def _log(report: LoadReport) -> None:
    municipalities = {m.code: m for m in Municipality.objects.order_by("code")}
    grouped: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in report.changes:
        for code in [change.municipality] if change.municipality else municipalities:
            grouped[(code, change.file)].append(change)
    for (code, file), changes in grouped.items():
        before, after = _cells(changes)
        log_registry_change(
            municipality=municipalities[code],
            person=report.person,
            at=report.at,
            what=f"files/{file}",
            before=before,
            after=after,
        )


def _cells(changes: Iterable[Change]) -> tuple[dict[str, object] | None, dict[str, object]]:
    """Return changed rows by key before and after; of new rows only their keys."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    new: list[str] = []
    for change in changes:
        if change.before is None:
            new.append(change.key)
            continue
        before[change.key] = dict(change.before)
        after[change.key] = dict(change.after)
    if new:
        after["new"] = new
    return before or None, after
