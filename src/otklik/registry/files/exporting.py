"""Writing the registry as the files it is loaded from, always in the same order of rows."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from otklik.registry.files.columns import Cells
from otklik.registry.files.sheet import Sheet
from otklik.registry.files.sheets import PEOPLE, SHEETS
from otklik.registry.models import Municipality, Organisation


def export_files(municipality: Municipality | None = None) -> dict[str, bytes]:
    """Return the files by name: rows of the municipality, or with ``None`` all there are.

    Tables without rows give no file. What is common to all municipalities (topics, federal
    regulations and days) belongs to none of them and comes only with all.
    """
    made = {}
    for sheet in SHEETS:
        rows = [sheet.cells_of(row) for row in sheet.stored_of(municipality)]
        if sheet is PEOPLE:
            _tell_apart(rows, municipality)
        if rows:
            made[sheet.file] = text_of(sheet, rows).encode()
    return made


def export_folder(path: Path, municipality: Municipality | None = None) -> dict[str, int]:
    """Write the files into the folder, making it if need be; return the rows by file name.

    A file of an earlier export whose table has no rows any more keeps only its header. Raises
    ``OSError`` when the folder cannot be written to.
    """
    path.mkdir(parents=True, exist_ok=True)
    made = export_files(municipality)
    for sheet in SHEETS:
        target = path / sheet.file
        if sheet.file in made:
            target.write_bytes(made[sheet.file])
        elif target.exists():
            target.write_bytes(text_of(sheet, []).encode())
    return {
        name: sum(1 for _row in csv.reader(io.StringIO(data.decode(), newline=""))) - 1
        for name, data in made.items()
    }


def text_of(sheet: Sheet, rows: Iterable[Cells]) -> str:
    """Return the text of the file: a header and the rows in the order of the sheet."""
    ordered = sheet.in_order(rows)
    used = {header for cells in ordered for header, text in cells.items() if text}
    headers = [h for h in sheet.headers if h not in sheet.optional_headers or h in used]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([cells[header] for header in headers] for cells in ordered)
    return buffer.getvalue()


def _tell_apart(rows: list[dict[str, str]], municipality: Municipality | None) -> None:
    """Write ``municipality:code`` for organisations whose code alone does not name one."""
    owners: dict[str, set[str]] = {}
    pairs = Organisation.objects.values_list("code", "municipality__code")
    for code, owner in pairs:
        if municipality is None or owner == municipality.code:
            owners.setdefault(code, set()).add(owner)
    of_person = dict(
        PEOPLE.model._default_manager.filter(organisation__isnull=False).values_list(
            "login", "organisation__municipality__code"
        )
    )
    for cells in rows:
        code, owner = cells["organisation"], of_person.get(cells["login"], "")
        if code and owners.get(code) != {owner}:
            cells["organisation"] = f"{owner}:{code}"
