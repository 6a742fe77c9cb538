"""Reads exports of ПОС into plain items (facts 2.2-2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from otklik.channels.cells import LONGEST_HOUSE, RowCells, read_number
from otklik.channels.files import open_channel_file
from otklik.channels.incoming import ChannelFile, Incoming, RefusedRow, Step
from otklik.channels.pos.columns import SPEC
from otklik.channels.words import resolution_of
from otklik.core.tables import match_headers

CHANNEL = "pos"

# What a word of «Статус» or «Стадия» holds → how the item stands (facts 2.4). The first that
# fits wins: «Перенос срока … утвержден. Отправлен ответ Заявителю» is a deferral, no end.
_STANDINGS: tuple[tuple[str, str], ...] = (
    ("отклонен", "rejected"),
    ("вышестоящ", "transferred"),
    ("перенос срока", "deferred"),
    ("отложен", "deferred"),
)
# Codes of «Источник»; words not listed are kept as they are, in lower case.
_SOURCES: tuple[tuple[str, str], ...] = (
    ("epgu", "epgu"),
    ("епгу", "epgu"),
    ("widget", "widget"),
    ("виджет", "widget"),
    ("mobile", "mobile"),
    ("vk", "vk"),
    ("operator", "operator"),
)
_LONGEST_SOURCE = 60


def read_file(path: Path, *, zone: ZoneInfo) -> ChannelFile:
    """Open an export (.xlsx, .xls, .csv); its days are days of `zone`.

    Raises core.tables.TableError when the file is no such export or harmful.
    """
    return open_channel_file(path, channel=CHANNEL, spec=SPEC, read_row=read_row, zone=zone)


def read_row(
    payload: Mapping[str, str], *, row_number: int, zone: ZoneInfo
) -> Incoming | RefusedRow:
    """Return the item of one row, or the row refused with every reason against it.

    `payload` leads from the file's headers to texts; a mended row is read the same way.
    """
    cells = RowCells(payload, _columns_of(tuple(payload)), zone)
    # The number is asked for first: its absence is the first thing a clerk should read.
    item = _item(cells, cells.key("number"), row_number)
    return RefusedRow(row_number, payload, tuple(cells.reasons)) if cells.reasons else item


def _item(cells: RowCells, external_id: str, row_number: int) -> Incoming:
    """Return the row's item; it means nothing when `cells` has collected reasons."""
    received_at, is_date = cells.start("received_on")
    completed_at = cells.moment("completed_on")
    resolution = resolution_of(cells.text("resolution_type"))
    return Incoming(
        channel=CHANNEL,
        external_id=external_id,
        received_at=received_at,
        received_is_date=is_date,
        text=cells.text("text"),
        source=_source(cells.text("source")),
        is_appeal=_is_appeal(cells),
        category=_category(cells),
        region=cells.text("top_lko"),
        municipality=cells.text("municipality"),
        settlement=cells.text("settlement"),
        street=cells.text("street"),
        house=read_number(cells.short("house", LONGEST_HOUSE)),
        body=cells.text("org_current"),
        staff=_staff(cells),
        stage=cells.short("stage"),
        status=cells.short("status"),
        standing=_standing(cells, resolution, completed_at),
        resolution=resolution,
        due_date=cells.day("due_on"),
        completed_at=completed_at,
        fast_track=cells.yes_no("fast_track"),
        source_overdue=cells.yes_no("overdue"),
        rating=cells.rating("rating"),
        repeat_review=cells.text("repeat_review"),
        steps=_steps(received_at, completed_at),
        remark=cells.text("remark"),
        payload=cells.payload,
        row_number=row_number,
    )


@lru_cache(maxsize=64)
def _columns_of(headers: tuple[str, ...]) -> Mapping[str, str]:
    """Return the header of each known column; made once for a file, not for a row."""
    return match_headers(SPEC, headers).columns


def _category(cells: RowCells) -> tuple[str, ...]:
    """Return category, subcategory, fact; empty ones at the end are left off."""
    names = [cells.text("category"), cells.text("subcategory"), cells.text("fact")]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _is_appeal(cells: RowCells) -> bool | None:
    """Tell whether the item goes by 59-ФЗ: either column says so (the law's duty is wider).

    ``None`` where neither column says anything.
    """
    law, chosen = cells.text("law_kind"), cells.yes_no("chose_59fz")
    if not law and chosen is None:
        return None
    return "59" in law or chosen is True


def _source(word: str) -> str:
    plain = word.lower()
    known = next((symbol for stem, symbol in _SOURCES if stem in plain), None)
    return known or plain[:_LONGEST_SOURCE]


def _staff(cells: RowCells) -> Mapping[str, str]:
    names = {role: cells.text(role) for role in ("coordinator", "executor", "manager")}
    return {role: name for role, name in names.items() if name}


def _standing(cells: RowCells, resolution: str, completed_at: datetime | None) -> str:
    """Return how the item stands by its status, then its stage, then its completed date.

    «Направлено в подведомственную организацию» stays open: the subordinate institutions are
    recipients of the centre, and an item closed by mistake would be seen by nobody.
    """
    status = cells.text("status").lower().replace("ё", "е")
    stage = cells.text("stage").lower().replace("ё", "е")
    for words in (status, stage):
        for stem, standing in _STANDINGS:
            if stem in words:
                return standing
    if resolution == "deferred":
        return "deferred"
    if "отправлен ответ" in status:
        return "closed" if "завершен" in stage else "answered"
    return "answered" if completed_at is not None else "open"


def _steps(received_at: datetime, completed_at: datetime | None) -> tuple[Step, ...]:
    steps = [Step("received", received_at)]
    if completed_at is not None:
        steps.append(Step("completed", completed_at))
    return tuple(steps)
