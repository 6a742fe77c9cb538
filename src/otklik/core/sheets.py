"""Rows of cells out of files: .xlsx and .xls through calamine, .csv by the standard library.

Every source gives the same texts for the same table. Formulas are never computed: the value
the file keeps is read; a text that looks like a formula stays a text.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

import python_calamine

from otklik.core.reasons import Reason
from otklik.core.table_limits import Limits, TableError
from otklik.core.text_files import encoding_of
from otklik.core.workbook_guard import check_workbook

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream that holds a workbook locked by a password, as OLE writes it.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 4096
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<style", b"<body")
_HALF_SECOND = timedelta(microseconds=500_000)
_EXACT_WHOLE = 1e15

Row = Sequence[str]
_T = TypeVar("_T")


class Sheet(Protocol):
    """One sheet of a file; its rows can be walked any number of times."""

    @property
    def name(self) -> str:
        """Return the sheet's name; empty for csv."""
        ...

    @property
    def last_row(self) -> int:
        """Return the number of the last row, counting from 1 as the sheet does."""
        ...

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield row numbers, as the sheet counts, with the texts of the row's cells."""
        ...


def open_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    """Yield the sheets of a file one by one (a csv file once for each delimiter).

    Raises TableError for a file that is missing, empty, locked, damaged, hostile, too large
    or of no known format.
    """
    head = _head(path, limits)
    if head.startswith(_ZIP):
        check_workbook(path, limits)
        yield from _workbook_sheets(path, limits)
    elif head.startswith(_OLE):
        _refuse_locked(path)
        yield from _workbook_sheets(path, limits)
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise TableError(Reason("file_is_html", {"file": path.name}))
    else:
        yield from _csv_sheets(path, limits)


def _head(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            params = {"file": path.name, "limit_mb": str(limits.file_bytes >> 20)}
            raise TableError(Reason("file_too_large", params))
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError as error:
        raise TableError(Reason("file_not_found", {"file": path.name})) from error
    except (OSError, ValueError) as error:
        raise TableError(Reason("file_unreadable", {"file": path.name})) from error
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise TableError(Reason("file_empty", {"file": path.name}))
    return head


def _refuse_locked(path: Path) -> None:
    if _LOCKED in path.read_bytes():
        raise TableError(Reason("file_is_protected", {"file": path.name}))


# Workbooks


def _workbook_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    book = _tamed(path, lambda: python_calamine.load_workbook(str(path)))
    for index in range(min(len(book.sheet_names), limits.sheets)):
        yield _open_sheet(path, book, index, limits)


def _open_sheet(
    path: Path, book: python_calamine.CalamineWorkbook, index: int, limits: Limits
) -> Sheet:
    sheet = _tamed(path, lambda: book.get_sheet_by_index(index))
    _check_shape(path, sheet.total_height, sheet.width, limits)
    return WorkbookSheet(book.sheet_names[index], sheet)


def _tamed(path: Path, deed: Callable[[], _T]) -> _T:
    """Do the deed; whatever the reader trips over becomes a TableError."""
    try:
        return deed()
    except python_calamine.PasswordError as error:
        raise TableError(Reason("file_is_protected", {"file": path.name})) from error
    except Exception as error:
        raise TableError(Reason("file_is_damaged", {"file": path.name})) from error
    except BaseException as error:
        # A panic of the reader (Rust) is no Exception; Ctrl-C must pass.
        if type(error).__name__ != "PanicException":
            raise
        raise TableError(Reason("file_is_damaged", {"file": path.name})) from error


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet of an .xlsx or .xls workbook."""

    name: str
    _sheet: python_calamine.CalamineSheet

    @property
    def last_row(self) -> int:
        """Return the number of the last row that has something in it."""
        return self._sheet.end[0] + 1 if self._sheet.end else 0

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows with every cell as text."""
        for number, cells in enumerate(self._sheet.iter_rows(), start=1):
            texts = [cell if type(cell) is str else _TEXT_OF[type(cell)](cell) for cell in cells]
            # «_x0000_» is how a sheet writes the sign no database text may hold.
            if "\0" in "".join(texts):
                texts = [text.replace("\0", "") for text in texts]
            yield number, texts


def _text_of_number(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT_WHOLE:
        return str(int(value))
    return repr(value)


def _text_of_moment(value: datetime) -> str:
    # The sheet keeps days as a fraction: the last digits are noise of the arithmetic.
    return (value + _HALF_SECOND).isoformat(sep=" ", timespec="seconds")


_TEXT_OF: dict[type, Callable[..., str]] = {
    float: _text_of_number,
    int: str,
    bool: lambda value: "Да" if value else "Нет",
    datetime: _text_of_moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: str,
    type(None): lambda _value: "",
}


# Text files


def _csv_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    encoding = encoding_of(path)
    for delimiter in ",;\t":
        yield CsvSheet(path, encoding, delimiter, limits)


@dataclass(frozen=True)
class CsvSheet:
    """A csv file read with one delimiter; its rows count as a spreadsheet would show them."""

    path: Path
    encoding: str
    delimiter: str
    limits: Limits
    name: str = ""

    @property
    def last_row(self) -> int:
        """Return the number of rows, blank ones too. Walks the file and judges its shape."""
        last = width = 0
        for last, row in self.rows():
            width = max(width, len(row))
            if last > self.limits.rows or width > self.limits.columns:
                break
        _check_shape(self.path, last, width, self.limits)
        return last

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows. Raises TableError at a row that is no csv."""
        number = 0
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                for number, row in enumerate(csv.reader(file, delimiter=self.delimiter), 1):
                    yield number, row
        except (csv.Error, OSError) as error:
            params = {"file": self.path.name, "row": str(number + 1)}
            raise TableError(Reason("csv_broken", params)) from error


def _check_shape(path: Path, rows: int, columns: int, limits: Limits) -> None:
    for code, count, limit in (
        ("too_many_rows", rows, limits.rows),
        ("too_many_columns", columns, limits.columns),
        ("too_many_cells", rows * columns, limits.cells),
    ):
        if count > limit:
            raise TableError(Reason(code, {"file": path.name, "limit": str(limit)}))
