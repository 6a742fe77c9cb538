"""Reads exports of «Инцидент Менеджмент» into plain items (facts 3.3 and 3.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from otklik.channels.cells import LONGEST_ADDRESS, LONGEST_HOUSE, RowCells, read_number
from otklik.channels.files import open_channel_file
from otklik.channels.im.columns import SPEC
from otklik.channels.incoming import ChannelFile, Incoming, RefusedRow, Reply, Step
from otklik.channels.words import network_of, resolution_of
from otklik.core.tables import match_headers

CHANNEL = "im"

# «Не решено» and «Отложено» leave the item open, whatever its step (facts 3.3).
_OPEN_OUTCOMES = frozenset({"not_solved", "deferred"})
_DONE_OUTCOMES = frozenset({"explained", "solved"})
_INCIDENT_TYPES = (("информ", "informational"), ("решаем", "solvable"))
_NUMERIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_TAG_BORDER = re.compile(r"[,;\n#]+")


def read_file(path: Path, *, zone: ZoneInfo) -> ChannelFile:
    """Open an export (.xlsx, .xls, .csv); its times without offset are read in `zone`.

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
    item = _item(cells, cells.key("number", "incident_id"), row_number)
    return RefusedRow(row_number, payload, tuple(cells.reasons)) if cells.reasons else item


def _item(cells: RowCells, external_id: str, row_number: int) -> Incoming:
    """Return the row's item; it means nothing when `cells` has collected reasons."""
    received_at, is_date = cells.start("created_at")
    ended_at = cells.moment("ended_at")
    outcome = resolution_of(cells.text("outcome"))
    standing = _standing(cells.text("step"), outcome, ended_at)
    replies = _replies(cells, outcome, standing)
    return Incoming(
        channel=CHANNEL,
        external_id=external_id,
        received_at=received_at,
        received_is_date=is_date,
        text=cells.text("text"),
        source=network_of(cells.text("post_url") or cells.text("blog_url")),
        source_url=cells.short("post_url", LONGEST_ADDRESS),
        author_name=cells.short("author_name"),
        author_url=cells.short("author_url", LONGEST_ADDRESS),
        category=_category(cells),
        region=cells.text("region"),
        municipality=cells.text("municipality"),
        settlement=cells.text("settlement"),
        street=cells.text("street"),
        house=read_number(cells.short("house", LONGEST_HOUSE)),
        body=cells.text("body"),
        sub_body=cells.text("sub_body"),
        stage=cells.short("step"),
        status=cells.short("outcome"),
        standing=standing,
        resolution=outcome,
        incident_type=_incident_type(cells.text("incident_type")),
        closing_reason=cells.text("closing_reason"),
        completed_at=ended_at,
        rating=_rating(cells),
        steps=_steps(cells, received_at, replies, standing),
        replies=replies,
        tags=_tags(cells.text("tags")),
        remark=cells.text("remark"),
        payload=cells.payload,
        row_number=row_number,
    )


@lru_cache(maxsize=64)
def _columns_of(headers: tuple[str, ...]) -> Mapping[str, str]:
    """Return the header of each known column; made once for a file, not for a row."""
    return match_headers(SPEC, headers).columns


def _category(cells: RowCells) -> tuple[str, ...]:
    group, topic = cells.text("topic_group"), cells.text("topic")
    return (group, topic) if group or topic else ()


def _standing(step: str, outcome: str, ended_at: datetime | None) -> str:
    """Return how the item stands by its step, its outcome and whether it has ended."""
    word = step.lower().replace("ё", "е")
    if "отклон" in word or "спам" in word:
        return "rejected"
    if "перенаправ" in word or "передан" in word:
        return "transferred"
    if outcome in _OPEN_OUTCOMES:
        return "deferred" if outcome == "deferred" else "open"
    if word in ("готово", "закрыто", "закрыт", "завершено", "завершен"):
        return "closed"
    if word.startswith("оценка"):
        return "answered"
    # A layout without steps: the end is all that tells.
    return "closed" if not word and ended_at is not None else "open"


def _rating(cells: RowCells) -> int | None:
    """Return the author's mark when the reason of closing is a number; words stay words."""
    if _NUMERIC.fullmatch(cells.text("closing_reason")) is None:
        return None
    return cells.rating("closing_reason")


def _incident_type(word: str) -> str:
    plain = word.lower()
    if plain.startswith(("нереш", "не реш")):
        return ""
    return next((symbol for stem, symbol in _INCIDENT_TYPES if stem in plain), "")


def _tags(text: str) -> tuple[str, ...]:
    tags = (tag.strip() for tag in _TAG_BORDER.split(text))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _replies(cells: RowCells, outcome: str, standing: str) -> tuple[Reply, ...]:
    """Return the answers without repetitions, the final one last.

    The general first answer is the executor's first one again unless somebody else answered
    before him. Second and third answers carry no time in the file.
    """
    dated = (
        (cells.text("first_reply_text"), cells.moment("first_reply_at")),
        (cells.text("reply_1"), cells.moment("executor_reply_at")),
        (cells.text("reply_2"), None),
        (cells.text("reply_3"), None),
    )
    answers: dict[str, tuple[str, datetime | None]] = {}
    for text, at in dated:
        folded = " ".join(text.split()).casefold()
        if folded and (folded not in answers or answers[folded][1] is None):
            answers[folded] = (text, at)
    is_done = outcome in _DONE_OUTCOMES or standing in ("closed", "answered")
    has_final = is_done and outcome not in _OPEN_OUTCOMES
    last = len(answers) - 1
    return tuple(
        Reply("final" if has_final and place == last else "interim", text, at)
        for place, (text, at) in enumerate(answers.values())
    )


def _steps(
    cells: RowCells, created_at: datetime, replies: tuple[Reply, ...], standing: str
) -> tuple[Step, ...]:
    """Return the dated steps of the item in the order of time."""
    sent_at = cells.moment("sent_to_review_at")
    on_review = cells.duration("time_on_review")
    reviewed_at = sent_at + on_review if sent_at and on_review is not None else None
    ended_at = cells.moment("ended_at") if standing in ("closed", "rejected") else None
    found: list[tuple[str, datetime | None]] = [
        ("created", created_at),
        ("assigned", cells.moment("assigned_at")),
        ("sent_to_review", sent_at),
        ("reviewed", reviewed_at),
        *((f"{reply.kind}_reply", reply.at) for reply in replies),
        ("satisfaction_step", cells.moment("satisfaction_at")),
        ("closed", ended_at),
    ]
    notes = {"assigned": cells.text("sub_body") or cells.text("body")}
    steps = [Step(name, at, notes.get(name, "")) for name, at in found if at is not None]
    return tuple(sorted(steps, key=lambda step: step.at))
