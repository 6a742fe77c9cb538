"""Load a folder of registry files and write it down in the log."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from otklik.cases import log
from otklik.cases.queries.access import NotAllowed
from otklik.registry.files import Change, LoadReport, load_folder
from otklik.registry.files.reading import Folder
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality, RoleAssignment, Substitution
from otklik.registry.permissions import Permission


def load_registry(
    folder: Folder, *, at: datetime, grants: Grants | None = None, keeps_changed: bool = False
) -> LoadReport:
    """Load the folder as ``load_folder`` does and append what changed to the log.

    ``grants`` are those of the person in the browser, ``None`` for a command. One entry a file
    and municipality; a change of a common row is written down in the log of every municipality,
    for it concerns them all. Raises ``NotAllowed`` when the files reach into a municipality
    whose registry the person may not edit; nothing is loaded then.
    """
    person = grants.person if grants else None
    with transaction.atomic():
        stood = _substitutions()
        report = load_folder(folder, at=at, person=person, keeps_changed=keeps_changed)
        if not report.is_refused:
            if grants is not None:
                _require(grants, report, _substitutions() ^ stood)
            _log(report)
    return report


def _substitutions() -> set[tuple[int, int, date, date]]:
    fields = ("absent_id", "substitute_id", "from_date", "until_date")
    return set(Substitution.objects.values_list(*fields))


def _require(
    grants: Grants, report: LoadReport, substitutions: set[tuple[int, int, date, date]]
) -> None:
    """Let files reach only where the person edits: a substitution hands on all roles at once."""
    reached = {change.municipality for change in report.changes}
    logins = [c.key for c in report.changes if c.file == "people.csv" and c.before is not None]
    people = {key for row in substitutions for key in row[:2]}
    roles = RoleAssignment.objects.filter(
        Q(person__in=people) | Q(person__login__in=logins)
    ).values_list("municipality__code", flat=True)
    concerned = Municipality.objects.all()
    # A row common to all is changed only by who edits them all.
    if "" not in reached:
        concerned = concerned.filter(code__in=reached | set(roles))
    for municipality in concerned:
        if not grants.allows(Permission.EDIT_REGISTRY, municipality):
            raise NotAllowed(Permission.EDIT_REGISTRY)


def _log(report: LoadReport) -> None:
    municipalities = {m.code: m for m in Municipality.objects.order_by("code")}
    grouped: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in report.changes:
        for code in [change.municipality] if change.municipality else municipalities:
            grouped[(code, change.file)].append(change)
    for (code, file), changes in grouped.items():
        before, after = _cells(changes)
        data = {"what": f"files/{file}", "before": before, "after": after}
        entry = log.Entry("registry.changed", None, report.at, data)
        log.append(municipalities[code], [entry], person=report.person, recorded_at=report.at)


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
