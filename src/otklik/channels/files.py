"""Walking a channel's file row by row; the same for every channel whose items come in sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from otklik.channels.incoming import ChannelFile, Incoming, RefusedRow
from otklik.core.tables import Table, TableSpec, read_table

ReadRow = Callable[..., Incoming | RefusedRow]


def open_channel_file(
    path: Path, *, channel: str, spec: TableSpec, read_row: ReadRow, zone: ZoneInfo
) -> ChannelFile:
    """Find the channel's table in the file and return it with rows to be walked once.

    Raises core.tables.TableError, also while the rows are walked (a csv file cut inside).
    """
    table = read_table(path, spec)
    return ChannelFile(
        channel=channel,
        columns_found=table.match.found,
        columns_missing=table.match.missing,
        columns_unknown=table.match.unknown,
        rows=_read_rows(table, read_row, zone),
        total_rows=table.total_rows,
    )


def _read_rows(table: Table, read_row: ReadRow, zone: ZoneInfo) -> Iterator[Incoming | RefusedRow]:
    payload: Mapping[str, str]
    for number, payload in table.rows:
        yield read_row(payload, row_number=number, zone=zone)
