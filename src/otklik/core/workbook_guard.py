"""Looks into a workbook before it is opened, so that a bomb does not go off.

An .xlsx file is a zip of XML parts. The zip directory may lie about sizes, and two cells in
opposite corners of a sheet make the reader ask for gigabytes, so every part is unpacked once
piece by piece, counted, and the sheets' cell addresses are looked at. Nothing is kept.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from otklik.core.reasons import Reason
from otklik.core.table_limits import Limits, TableError

_CHUNK = 1 << 20
_LOCAL_HEADER = 30
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TARGET = re.compile(rb"""Target\s*=\s*["']([^"']*)["']""")

# One pass over a sheet finds whatever is not a plain cell (columns up to AZ, five digits of
# row) or a plain row; only such pieces are looked at closer.
_ODD_CELL = re.compile(rb'<c(?! r="(?:A[A-Z]|[A-Z])\d{1,5}"|ol|onditional|f|ustom|ontrol|ellWatch)')
_ODD_ROW = re.compile(rb'<row(?! r="\d{1,5}"|Break)')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_PLAIN_COLUMNS = 52
_PLAIN_ROWS = 99_999
_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_ROW_NUMBER = re.compile(rb'<row r="(\d{1,7})"')
_CELL_LIKE = re.compile(rb"<c(?!ol|onditional|f|ustom|ontrol|ellWatch)")
_ROW_LIKE = re.compile(rb"<row(?!Break)")


class _OddSheetError(Exception):
    """The sheet is written in an unusual way; its cells must be counted one by one."""


def check_workbook(path: Path, limits: Limits) -> None:
    """Raise TableError when the .xlsx file is damaged, unsafe or too large unpacked."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            parts = archive.infolist()
            _check_directory(path, parts, limits)
            _check_relations(path, parts, file, limits)
            left = limits.unpacked_bytes
            for part in parts:
                left -= _check_part(path, part, file, limits, left)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, ValueError) as error:
        raise TableError(Reason("file_is_damaged", {"file": path.name})) from error
    except NotImplementedError as error:
        raise TableError(Reason("format_unknown", {"file": path.name})) from error


def _check_directory(path: Path, parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by what the zip directory itself admits, before anything is unpacked."""
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names or _RELATIONS not in names:
        raise TableError(Reason("format_unknown", {"file": path.name}))
    if any(part.flag_bits & 1 for part in parts):
        raise TableError(Reason("file_is_protected", {"file": path.name}))
    unpacked = sum(part.file_size for part in parts)
    bombs = (
        part.file_size > limits.packing_ratio_from_bytes
        and part.file_size > limits.packing_ratio * part.compress_size
        for part in parts
    )
    if len(parts) > limits.parts or unpacked > limits.unpacked_bytes or any(bombs):
        raise _too_large(path, limits)


def _check_relations(
    path: Path, parts: list[zipfile.ZipInfo], file: BinaryIO, limits: Limits
) -> None:
    """Refuse a workbook whose sheets are not XML parts (xlsb, macros): they go unchecked."""
    for part in parts:
        if part.filename.lower() == _RELATIONS:
            content = b"".join(_unpack(path, part, file, limits, 8 * _CHUNK))
            targets = _TARGET.findall(content)
            if any(b"&" in target or not target.lower().endswith(b".xml") for target in targets):
                raise TableError(Reason("format_unknown", {"file": path.name}))


def _check_part(
    path: Path, part: zipfile.ZipInfo, file: BinaryIO, limits: Limits, left: int
) -> int:
    """Unpack one part, look at it if it is XML, and return how many bytes it had."""
    size = 0
    scan = _SheetScan(path, limits) if part.filename.lower().endswith(".xml") else None
    try:
        for piece in _unpack(path, part, file, limits, left):
            size += len(piece)
            if scan is not None:
                scan.feed(piece)
        if scan is not None:
            scan.close()
    except _OddSheetError:
        size = 0
        exact = _ExactScan(path, limits)
        for piece in _unpack(path, part, file, limits, left):
            size += len(piece)
            exact.feed(piece)
        exact.close()
    return size


def _unpack(
    path: Path, part: zipfile.ZipInfo, file: BinaryIO, limits: Limits, left: int
) -> Iterator[bytes]:
    """Yield the part's bytes as they really are, whatever size the directory states."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError("packed by a method that office programs do not use")
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    name_length = int.from_bytes(header[26:28], "little")
    extra_length = int.from_bytes(header[28:30], "little")
    file.seek(name_length + extra_length, 1)
    pieces = _stored(part, file) if part.compress_type == 0 else _inflated(part, file)
    unpacked = 0
    for piece in pieces:
        unpacked += len(piece)
        outgrown = unpacked > limits.packing_ratio_from_bytes and unpacked > (
            limits.packing_ratio * part.compress_size
        )
        if unpacked > left or outgrown:
            raise _too_large(path, limits)
        yield piece


def _stored(part: zipfile.ZipInfo, file: BinaryIO) -> Iterator[bytes]:
    packed_left = part.compress_size
    while packed_left > 0 and (piece := file.read(min(_CHUNK, packed_left))):
        packed_left -= len(piece)
        yield piece


def _inflated(part: zipfile.ZipInfo, file: BinaryIO) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _stored(part, file):
        rest = packed
        while rest and not inflater.eof:
            piece = inflater.decompress(rest, _CHUNK)
            rest = inflater.unconsumed_tail
            if piece:
                yield piece
    if not inflater.eof:
        raise zipfile.BadZipFile("a part ends too early")


class _SheetScan:
    """The quick look: bounds of a sheet whose cells carry their addresses plainly."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._rest = b""
        self._rows, self._columns = 0, 0
        self._is_first = True

    def feed(self, piece: bytes) -> None:
        """Look at the next piece. Raises _OddSheetError when a closer look is needed."""
        content = self._rest + piece
        # The last tag may be cut in two: it waits for the next piece.
        cut = content.rfind(b"<")
        if cut <= 0:
            if len(content) > 4 * _CHUNK:
                raise _OddSheetError
            self._rest = content
            return
        self._rest = content[cut:]
        self._look(content, cut)

    def close(self) -> None:
        """Look at what is left. Raises _OddSheetError when the rough bounds do not suffice."""
        self._look(self._rest, len(self._rest))
        # Plain pieces do not say how far they reach, only that it is not further than this.
        rows, columns = max(self._rows, _PLAIN_ROWS), max(self._columns, _PLAIN_COLUMNS)
        limits = self._limits
        if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
            raise _OddSheetError

    def _look(self, content: bytes, end: int) -> None:
        if self._is_first:
            self._is_first = False
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise TableError(Reason("file_is_unsafe", {"file": self._path.name}))
        if _PREFIXED.search(content, 0, end):
            raise _OddSheetError
        if _ODD_CELL.search(content, 0, end) or _ODD_ROW.search(content, 0, end):
            self._look_closer(content[:end])

    def _look_closer(self, content: bytes) -> None:
        addresses = _ADDRESS.findall(content)
        rows = _ROW_NUMBER.findall(content)
        if len(addresses) != len(_CELL_LIKE.findall(content)):
            raise _OddSheetError
        if len(rows) != len(_ROW_LIKE.findall(content)):
            raise _OddSheetError
        found = {number for _letters, number in addresses}
        found.update(rows)
        self._rows = max(self._rows, max(map(int, found), default=0))
        letters = {letters for letters, _number in addresses}
        self._columns = max(self._columns, max(map(_column_number, letters), default=0))


class _ExactScan:
    """The slow look: every row and cell is counted by a true XML reader."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._rows, self._columns = 0, 0
        self._row, self._column = 0, 0
        self._reader = expat.ParserCreate()
        self._reader.StartElementHandler = self._start
        self._reader.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        """Count the cells of the next piece. Raises TableError when there are too many."""
        self._reader.Parse(piece, False)
        _check_size(self._path, self._limits, self._rows, self._columns)

    def close(self) -> None:
        """Finish; a cut file raises ExpatError."""
        self._reader.Parse(b"", True)
        _check_size(self._path, self._limits, self._rows, self._columns)

    def _refuse(self, *_parts: object) -> None:
        raise TableError(Reason("file_is_unsafe", {"file": self._path.name}))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            self._rows = max(self._rows, self._row)
        elif local == "c":
            self._cell(attributes.get("r", ""))

    def _cell(self, address: str) -> None:
        letters = address.rstrip("0123456789")
        number = address[len(letters) :]
        if number:
            self._rows = max(self._rows, int(number))
        self._column = _column_number(letters.encode()) if letters else self._column + 1
        self._columns = max(self._columns, self._column)


def _column_number(letters: bytes) -> int:
    """Return 1 for A, 26 for Z, 27 for AA. Raises ValueError for anything but letters."""
    if not letters.isalpha() or len(letters) > 4:
        raise ValueError("a cell address needs one to three letters")
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_size(path: Path, limits: Limits, rows: int, columns: int) -> None:
    if rows > limits.rows:
        raise TableError(Reason("too_many_rows", {"file": path.name, "limit": str(limits.rows)}))
    if columns > limits.columns:
        params = {"file": path.name, "limit": str(limits.columns)}
        raise TableError(Reason("too_many_columns", params))
    if rows * columns > limits.cells:
        raise TableError(Reason("too_many_cells", {"file": path.name, "limit": str(limits.cells)}))


def _too_large(path: Path, limits: Limits) -> TableError:
    limit_mb = str(limits.unpacked_bytes >> 20)
    return TableError(Reason("unpacks_too_large", {"file": path.name, "limit_mb": limit_mb}))
