"""What a table file may weigh, and the one error of reading tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from otklik.core.reasons import Reason

# Codes of TableError and the names of their parameters; web and cli hold a text for each.
TABLE_REASONS: Mapping[str, tuple[str, ...]] = {
    "file_not_found": ("file",),
    "file_unreadable": ("file",),
    "file_empty": ("file",),
    "file_too_large": ("file", "limit_mb"),
    "file_is_html": ("file",),
    "file_is_protected": ("file",),
    "file_is_damaged": ("file",),
    "file_is_binary": ("file",),
    "file_is_unsafe": ("file",),
    "format_unknown": ("file",),
    "unpacks_too_large": ("file", "limit_mb"),
    "too_many_rows": ("file", "limit"),
    "too_many_columns": ("file", "limit"),
    "too_many_cells": ("file", "limit"),
    "csv_undecodable": ("file",),
    "csv_broken": ("file", "row"),
    "headers_not_found": ("file", "sheets", "headers"),
}

_MEGABYTE = 1 << 20


class TableError(Exception):
    """The file as a whole is no table we can read; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason; its code is one of TABLE_REASONS."""
        super().__init__(f"{reason.code} {dict(reason.params)}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings that keep one hostile or mistaken file from stopping the whole installation.

    The defaults take a region's year of 47 columns; the reader of workbooks spends about
    24 bytes on every cell of the rectangle, filled or not, hence `cells`.
    """

    file_bytes: int = 300 * _MEGABYTE
    unpacked_bytes: int = 2048 * _MEGABYTE
    # Sheets of real exports pack 5 to 40 times; a bomb packs about a thousand times.
    packing_ratio: int = 150
    packing_ratio_from_bytes: int = 20 * _MEGABYTE
    parts: int = 10_000
    sheets: int = 100
    rows: int = 600_000
    columns: int = 1_000
    cells: int = 40_000_000
    header_rows: int = 60


DEFAULT_LIMITS = Limits()
