"""Reading a registry file as rows of cells, or refusing it as a whole."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from django.utils.translation import gettext as _

from otklik.registry.files.report import Refusal
from otklik.registry.files.sheet import Sheet

Folder = Path | Traversable


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells by header; ``number`` counts as a spreadsheet does."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read; with refusals of the whole file there are no lines."""

    sheet: Sheet
    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    refusals: tuple[Refusal, ...] = ()


def read_folder(folder: Folder, sheets: Sequence[Sheet]) -> tuple[list[Table], list[Refusal]]:
    """Read the files of the folder in the order of the sheets; those missing are skipped.

    The refusals say what is wrong with the folder: it is none, holds no registry file, or a csv
    file no sheet is called by (a slip in a name would otherwise go unnoticed).
    """
    if not folder.is_dir():
        words = _("There is no folder “%(folder)s”.")
        return [], [Refusal("", 0, "", words % {"folder": folder})]
    present = {item.name: item for item in folder.iterdir() if item.name.lower().endswith(".csv")}
    known = [sheet.file for sheet in sheets]
    words = _("This is no file of the registry. Known are: %(known)s.")
    refusals = [
        Refusal(name, 0, "", words % {"known": ", ".join(known)})
        for name in sorted(present)
        if name not in known
    ]
    if not present:
        words = _("The folder “%(folder)s” holds no file of the registry.")
        refusals.append(Refusal("", 0, "", words % {"folder": folder}))
    tables = [
        _read(sheet, present[sheet.file].read_bytes()) for sheet in sheets if sheet.file in present
    ]
    return tables, refusals


def _read(sheet: Sheet, data: bytes) -> Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(sheet, "", _("The file is not in UTF-8."))
    if "\0" in text:
        return _refused(sheet, "", _("The file is no text."))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return _refused(sheet, "", _("The file is no sound csv: %(error)s.") % {"error": error})
    headers = tuple(cell.strip() for cell in rows[0]) if rows else ()
    faults = _header_faults(sheet, headers)
    if faults:
        refusals = tuple(Refusal(sheet.file, 1, column, words) for column, words in faults)
        return Table(sheet, headers, (), refusals)
    return _lines(sheet, headers, rows[1:])


def _lines(sheet: Sheet, headers: tuple[str, ...], rows: Sequence[list[str]]) -> Table:
    lines, refusals = [], []
    for number, row in enumerate(rows, start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(headers):
            words = _("The row has %(cells)d cells, the header has %(columns)d.")
            told = {"cells": len(cells), "columns": len(headers)}
            refusals.append(Refusal(sheet.file, number, "", words % told))
            continue
        lines.append(Line(number, dict(zip(headers, cells, strict=True))))
    return Table(sheet, headers, tuple(lines), tuple(refusals))


def _header_faults(sheet: Sheet, headers: tuple[str, ...]) -> list[tuple[str, str]]:
    if not any(headers):
        return [("", _("The file is empty; its first row must name the columns."))]
    if len(headers) == 1 and headers[0].count(";") > 1:
        return [("", _("The cells are separated by semicolons; they must be by commas."))]
    faults = []
    for header in dict.fromkeys(headers):
        if header not in sheet.headers:
            words = _("There is no such column. Known are: %(known)s.")
            faults.append((header, words % {"known": ", ".join(sheet.headers)}))
        elif headers.count(header) > 1:
            faults.append((header, _("The column stands twice.")))
    missing = [h for h in sheet.headers if h not in headers and h not in sheet.optional_headers]
    faults += [(header, _("The column is missing.")) for header in missing]
    return faults


def _refused(sheet: Sheet, column: str, words: str) -> Table:
    return Table(sheet, (), (), (Refusal(sheet.file, 0, column, words),))
