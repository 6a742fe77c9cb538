"""What every channel brings: one item as plain data, or a row refused with reasons.

Nothing here knows the database. Moments are aware, in the zone the file was read in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from otklik.core.reasons import Reason

# Codes of refused rows and the names of their parameters; web and cli hold a text for each.
ROW_REASONS: Mapping[str, tuple[str, ...]] = {
    "row_without_number": ("column",),
    "row_without_date": ("column",),
    "bad_date": ("column", "value"),
    "bad_duration": ("column", "value"),
    "bad_rating": ("column", "value"),
    "value_too_long": ("column", "limit"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of the item in the source system.

    `name`: created | assigned | sent_to_review | reviewed | interim_reply | final_reply |
    satisfaction_step | closed | received | completed.
    """

    name: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to the author; `kind` is interim or final, `at` None when not dated."""

    kind: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One item of a channel as its source tells it; words of the source stay its words."""

    channel: str  # pos | im | official_page | email | paper | phone | reception
    external_id: str  # the key inside the channel
    received_at: datetime  # aware
    received_is_date: bool = False  # the source gave a day, not a moment
    text: str = ""
    source: str = ""  # network or form: vk | ok | telegram | max | epgu | ...
    source_url: str = ""  # the post
    author_name: str = ""
    author_url: str = ""
    is_appeal: bool | None = None  # under 59-ФЗ; None: the file does not say
    category: tuple[str, ...] = ()  # names top-down: (group, topic) or (category, sub, fact)
    region: str = ""
    municipality: str = ""
    settlement: str = ""
    street: str = ""
    house: str = ""
    body: str = ""  # the organisation that holds the item
    sub_body: str = ""  # «Исполнитель» of ИМ: a unit of the body
    staff: Mapping[str, str] = field(default_factory=dict)  # coordinator, executor, manager
    stage: str = ""  # the source's own word
    status: str = ""  # the source's own word
    standing: str = "open"  # open | answered | deferred | closed | rejected | transferred
    resolution: str = ""  # explained | solved | not_solved | deferred | refused | ""
    incident_type: str = ""  # solvable | informational | ""
    closing_reason: str = ""  # the source's own words
    due_date: date | None = None  # the source's own planned day
    completed_at: datetime | None = None
    fast_track: bool | None = None
    source_overdue: bool | None = None
    rating: int | None = None  # 1-5
    repeat_review: str = ""
    steps: tuple[Step, ...] = ()
    replies: tuple[Reply, ...] = ()
    tags: tuple[str, ...] = ()
    remark: str = ""
    # Every column of the row, header -> text exactly as read (dates ISO): no field is lost.
    payload: Mapping[str, str] = field(default_factory=dict)
    row_number: int = 0  # as the sheet counts, the first row is 1


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken, whole, with every reason; a clerk mends `payload`."""

    row_number: int
    payload: Mapping[str, str]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ChannelFile:
    """An opened file of a channel. `rows` can be walked once.

    The three lists hold headers: known ones as the file spells them, missing ones by their
    usual name, unknown ones as the file spells them. `total_rows` counts rows from the header
    to the last one (blank ones between are counted but not given).
    """

    channel: str
    columns_found: tuple[str, ...]
    columns_missing: tuple[str, ...]
    columns_unknown: tuple[str, ...]
    rows: Iterator[Incoming | RefusedRow]
    total_rows: int


class ChannelAdapter(Protocol):
    """The face that every channel folder's `adapter` module shows."""

    def read_file(self, path: Path, *, zone: ZoneInfo) -> ChannelFile:
        """Open a file; naive times are read in `zone`. Raises core.tables.TableError."""
        ...

    def read_row(
        self, payload: Mapping[str, str], *, row_number: int, zone: ZoneInfo
    ) -> Incoming | RefusedRow:
        """Read one row again, as after a clerk mended it."""
        ...
