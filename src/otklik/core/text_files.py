"""Finding out in which encoding a text file is written, by reading it through once."""

from __future__ import annotations

import codecs
from pathlib import Path

from otklik.core.reasons import Reason
from otklik.core.table_limits import TableError

_CHUNK = 1 << 20
# Signs that no text has; one or two may be rubbish inside a cell, more is no text file.
_CONTROLS = bytes([*range(1, 9), 11, *range(14, 27), *range(28, 32), 127])
_TOLERATED_CONTROLS = 0.01


def encoding_of(path: Path) -> str:
    """Return utf-8-sig, cp1251 or utf-16 for a text file.

    Raises TableError: file_is_binary when it is no text, csv_undecodable when it is in none
    of these encodings.
    """
    with path.open("rb") as file:
        start = file.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        candidates = ["utf-16"]
    else:
        _refuse_binary(path)
        candidates = ["utf-8-sig", "cp1251"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise TableError(Reason("csv_undecodable", {"file": path.name}))


def _refuse_binary(path: Path) -> None:
    size = controls = 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            size += len(piece)
            controls += len(piece) - len(piece.translate(None, _CONTROLS))
            if b"\x00" in piece or controls > max(size * _TOLERATED_CONTROLS, 2):
                raise TableError(Reason("file_is_binary", {"file": path.name}))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                if "\0" in decoder.decode(piece):
                    return False
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
