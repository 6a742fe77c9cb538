"""Loading a folder of registry files: all of it or nothing, and any number of times."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.registry.files.columns import CellRefused, RowAlreadyRefused
from otklik.registry.files.known import Known
from otklik.registry.files.reading import Folder, Line, Table, read_folder
from otklik.registry.files.report import Change, FileReport, LoadReport, Refusal
from otklik.registry.files.sheet import Key, Sheet
from otklik.registry.files.sheets import MUNICIPALITIES, SHEETS
from otklik.registry.models import Person

BATCH_SIZE = 1000


class _Refused(Exception):
    """Takes back what was written, for something was refused."""


@dataclass(slots=True)
class _Draft:
    """A row on its way: the stored row with its new values, or a new one."""

    line: Line
    key: Key
    row: Any
    before: dict[str, str] | None


@dataclass(slots=True)
class _Outcome:
    """What became of a file, while it is being loaded."""

    drafts: list[_Draft] = field(default_factory=list)
    first_lines: dict[Key, int] = field(default_factory=dict)
    kept: int = 0
    refusals: list[Refusal] = field(default_factory=list)


def load_folder(
    path: Folder,
    *,
    at: datetime,
    person: Person | None = None,
    keeps_changed: bool = False,
) -> LoadReport:
    """Load the registry files of the folder in one transaction and tell what was done.

    Rows are matched by their natural keys; a row the file does not name stays. If any row is
    refused, nothing is written and the report names every refusal. With ``keeps_changed`` only
    new rows are added: a stored row that differs, as one edited in the browser, is left alone.
    ``at`` and ``person`` go into the report for whoever writes the log.
    """
    tables, refusals = read_folder(path, SHEETS)
    refusals += [refusal for table in tables for refusal in table.refusals]
    known = Known(SHEETS)
    known.narrow(
        line.cells["code"]
        for table in tables
        if table.sheet is MUNICIPALITIES
        for line in table.lines
    )
    reports = []
    try:
        with transaction.atomic():
            for table in tables:
                outcome, absent = _read(table, known)
                refusals += outcome.refusals
                if not refusals:
                    reports.append(_store(table.sheet, outcome, absent, keeps_changed))
            if refusals:
                raise _Refused
    except _Refused:
        reports = [FileReport(table.sheet.file) for table in tables]
    return LoadReport(tuple(reports), tuple(refusals), at, person)


def _read(table: Table, known: Known) -> tuple[_Outcome, int]:
    """Read the rows of a file; also count the stored ones it does not name."""
    sheet = table.sheet
    outcome = _Outcome()
    stored = set(known.rows(sheet.model))
    for line in table.lines:
        _read_row(table, line, known, outcome)
    outcome.drafts = [draft for draft in outcome.drafts if _name(sheet, draft, known, outcome)]
    _check_rings(sheet, known, outcome)
    _check_rows(sheet, known, outcome)
    return outcome, _count_absent(table, stored - set(outcome.first_lines))


def _read_row(table: Table, line: Line, known: Known, outcome: _Outcome) -> None:
    """Read the cells into a row; what waits for later rows of the file is left empty."""
    sheet = table.sheet
    values: dict[str, Any] = {}
    faults: list[CellRefused] = []
    for column in sheet.columns:
        if column.headers[0] not in table.headers or column in sheet.waiting:
            continue
        try:
            values[column.field] = column.read(line.cells, sheet.model, known)
        except CellRefused as fault:
            faults.append(fault)
        except RowAlreadyRefused:
            known.refuse(sheet.model, sheet.key_in(line.cells))
            return
    if faults:
        known.refuse(sheet.model, sheet.key_in(line.cells))
        outcome.refusals += [_refusal(sheet, line, f.column, f.message) for f in faults]
        return
    draft = _draft(sheet, line, values, known)
    first = outcome.first_lines.setdefault(draft.key, line.number)
    if first != line.number:
        words = _("The same row stands in row %(row)d already.") % {"row": first}
        outcome.refusals.append(_refusal(sheet, line, sheet.key[-1], words))
        return
    outcome.drafts.append(draft)
    known.add(sheet.model, draft.key, draft.row)


def _draft(sheet: Sheet, line: Line, values: dict[str, Any], known: Known) -> _Draft:
    fresh: Any = sheet.model(**values)
    key = sheet.key_of(fresh)
    row: Any = known.rows(sheet.model).get(key)
    if row is None:
        sheet.complete(fresh)
        return _Draft(line, key, fresh, None)
    before = sheet.cells_of(row)
    for name, value in values.items():
        setattr(row, name, value)
    return _Draft(line, key, row, before)


def _name(sheet: Sheet, draft: _Draft, known: Known, outcome: _Outcome) -> bool:
    """Fill the references to rows of the same file, now that all of them are read."""
    for column in sheet.waiting:
        try:
            setattr(draft.row, column.field, column.read(draft.line.cells, sheet.model, known))
        except CellRefused as fault:
            outcome.refusals.append(_refusal(sheet, draft.line, fault.column, fault.message))
            return False
        except RowAlreadyRefused:
            return False
    return True


def _check_rings(sheet: Sheet, known: Known, outcome: _Outcome) -> None:
    """Refuse rows that name each other in a ring, as parents or successors."""
    if not sheet.waiting:
        return
    rows = known.rows(sheet.model)
    graph = {key: [k for k in _named_by(sheet, key, row) if k in rows] for key, row in rows.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = set(error.args[1])
        column, words = sheet.waiting[0].headers[0], _("A row cannot lie inside itself.")
        outcome.refusals += [
            _refusal(sheet, d.line, column, words) for d in outcome.drafts if d.key in ring
        ]


def _check_rows(sheet: Sheet, known: Known, outcome: _Outcome) -> None:
    """Ask the model's own rules (lengths, choices, forms of codes), then those of the sheet."""
    others = {f.name for f in sheet.model._meta.fields} - set(sheet.plain_fields)
    for draft in outcome.drafts:
        faults: list[tuple[str, str]] = []
        try:
            draft.row.clean_fields(exclude=others)
        except ValidationError as error:
            faults = [(name, " ".join(words)) for name, words in error.message_dict.items()]
        if not faults:
            faults = [fault for check in sheet.checks for fault in check(draft.row, known)]
        outcome.refusals += [
            _refusal(sheet, draft.line, sheet.header_of(name), words) for name, words in faults
        ]


def _store(sheet: Sheet, outcome: _Outcome, absent: int, keeps_changed: bool) -> FileReport:
    new = [draft for draft in outcome.drafts if draft.before is None]
    changed = [d for d in outcome.drafts if d.before not in (None, sheet.cells_of(d.row))]
    unchanged = len(outcome.drafts) - len(new) - len(changed)
    kept = 0
    if keeps_changed:
        kept, changed = len(changed), []
    _insert(sheet, {draft.key: draft.row for draft in new})
    fields = [column.field for column in sheet.columns]
    manager = sheet.model._default_manager
    manager.bulk_update([draft.row for draft in changed], fields, batch_size=BATCH_SIZE)
    changes = tuple(_change(sheet, draft) for draft in (*new, *changed))
    return FileReport(sheet.file, len(new), len(changed), unchanged, absent, kept, changes)


def _insert(sheet: Sheet, rows: dict[Key, Any]) -> None:
    """Insert the rows, those that are named by others before the others."""
    graph = {key: [k for k in _named_by(sheet, key, row) if k in rows] for key, row in rows.items()}
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    while sorter.is_active():
        ready = sorter.get_ready()
        level = [rows[key] for key in sorted(ready)]
        sheet.model._default_manager.bulk_create(level, batch_size=BATCH_SIZE)
        sorter.done(*ready)


def _named_by(sheet: Sheet, key: Key, row: Any) -> Iterable[Key]:
    """Return the keys of the rows of the same table that the row names."""
    written = (column.write(row) for column in sheet.waiting)
    return [(*key[:-1], *cells) for cells in written if any(cells)]


def _change(sheet: Sheet, draft: _Draft) -> Change:
    cells = sheet.cells_of(draft.row)
    owner = sheet.owner_code(draft.row)
    key = "/".join(part for part in draft.key if part)
    before = draft.before
    if before is None:
        return Change(sheet.file, key, owner, None, {k: v for k, v in cells.items() if v})
    differing = [name for name, text in cells.items() if before[name] != text]
    return Change(
        sheet.file,
        key,
        owner,
        {name: before[name] for name in differing},
        {name: cells[name] for name in differing},
    )


def _count_absent(table: Table, unnamed: set[Key]) -> int:
    """Count the stored rows the file does not name, in the part of the table it speaks about."""
    sheet = table.sheet
    spoken = {tuple(line.cells[h] for h in sheet.scope) for line in table.lines}
    places = [sheet.key.index(header) for header in sheet.scope]
    return sum(tuple(key[place] for place in places) in spoken for key in unnamed)


def _refusal(sheet: Sheet, line: Line, column: str, message: str) -> Refusal:
    return Refusal(sheet.file, line.number, column, message)
