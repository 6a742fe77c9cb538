"""Tables in sheets: the sheet and the header row are found by what stands in them.

The face of the room's table reading; see `core.headers` for columns and `core.sheets` for
the formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from otklik.core.headers import (
    Column,
    HeaderMatch,
    TableSpec,
    fold_header,
    match_headers,
    numbered_key,
)
from otklik.core.reasons import Reason
from otklik.core.sheets import Row, Sheet, open_sheets
from otklik.core.table_limits import DEFAULT_LIMITS, TABLE_REASONS, Limits, TableError

__all__ = [
    "DEFAULT_LIMITS",
    "TABLE_REASONS",
    "Column",
    "HeaderMatch",
    "Limits",
    "Table",
    "TableError",
    "TableSpec",
    "find_spec",
    "fold_header",
    "match_headers",
    "read_table",
]


@dataclass(frozen=True)
class Table:
    """A table found in a file.

    `total_rows` counts the rows from the header to the last one; blank ones among them are
    counted but not yielded.
    """

    match: HeaderMatch
    sheet_name: str
    header_row: int
    total_rows: int
    _sheet: Sheet

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield row numbers as the sheet counts, with cell texts by header key.

        Cells to the right of the headers, or under an empty header, are kept under a numbered
        key when they hold something. Raises TableError when a csv file breaks on the way.
        """
        keys = self.match.keys
        is_regular = all(keys)
        for number, cells in self._sheet.rows():
            if number <= self.header_row or not any(cells):
                continue
            if is_regular and len(cells) == len(keys):
                yield number, dict(zip(keys, cells, strict=True))
            else:
                row = _irregular(keys, cells)
                if any(row.values()):
                    yield number, row


def read_table(path: Path, spec: TableSpec, *, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Return the first table of the file that has the columns the spec requires.

    Raises TableError with one of TABLE_REASONS.
    """
    return _find(path, (spec,), limits)[1]


def find_spec(
    path: Path, specs: Sequence[TableSpec], *, limits: Limits = DEFAULT_LIMITS
) -> TableSpec:
    """Return the spec that fits the file best. Raises TableError when none does."""
    return _find(path, specs, limits)[0]


def _find(path: Path, specs: Sequence[TableSpec], limits: Limits) -> tuple[TableSpec, Table]:
    names: list[str] = []
    broken: TableError | None = None
    for sheet in open_sheets(path, limits):
        names.append(sheet.name)
        try:
            fits = list(_fits(sheet, specs, limits))
        except TableError as error:
            # A csv file may look broken only because this delimiter is not its own.
            broken, fits = error, []
        if fits:
            spec, match, row = max(fits, key=lambda fit: len(fit[1].columns))
            # The last row is asked for once: a csv sheet walks its file to know it.
            total = sheet.last_row - row
            return spec, Table(match, sheet.name, row, total, sheet)
    if broken is not None:
        raise broken
    params = {
        "file": path.name,
        "sheets": ", ".join(name for name in names if name),
        "headers": "; ".join(spec.required_headers() for spec in specs),
    }
    raise TableError(Reason("headers_not_found", params))


def _fits(
    sheet: Sheet, specs: Sequence[TableSpec], limits: Limits
) -> Iterator[tuple[TableSpec, HeaderMatch, int]]:
    """Yield, for each spec, the first row among the upper ones that is its header row."""
    heads: list[tuple[int, Row]] = []
    for number, cells in sheet.rows():
        if number > limits.header_rows:
            break
        heads.append((number, cells))
    for spec in specs:
        for number, cells in heads:
            match = match_headers(spec, cells[: limits.columns])
            if match.is_complete:
                yield spec, match, number
                break


def _irregular(keys: Sequence[str], cells: Row) -> dict[str, str]:
    """Return a row that is shorter or longer than the headers, or has nameless columns."""
    row: dict[str, str] = {}
    for position in range(max(len(keys), len(cells))):
        key = keys[position] if position < len(keys) else ""
        cell = cells[position] if position < len(cells) else ""
        if key:
            row[key] = cell
        elif cell:
            row[numbered_key(position + 1, keys)] = cell
    return row
