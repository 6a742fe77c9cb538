"""Reading the cells of a row: moments, durations, ratings, answers yes and no.

A row is read to the end even when a cell is wrong, so that a clerk sees every reason at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from otklik.core.reasons import Reason
from otklik.core.text import normalise

_EMPTY = frozenset({"", "-", "–", "—", "'"})
_DOTTED = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)
_DURATION = re.compile(
    r"(?:(\d{1,6})\s*(?:days?|дн\w*|день|дней|сут\w*)\.?,?\s*)?"
    r"(\d{1,6}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?"
)
_WHOLE = re.compile(r"(\d+)\.0+")
# Earlier and later dates are slips of the hand or of a program (1900, 0001, 20225).
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_NO_MOMENT = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
_YES = frozenset({"да", "yes", "true", "1", "+"})
_NO = frozenset({"нет", "no", "false", "0"})
# The register's columns hold no more, and real exports never come near.
LONGEST_NUMBER = 80
LONGEST_HOUSE = 30
LONGEST_WORDS = 200
LONGEST_ADDRESS = 1000
# How much of a wrong cell is shown to the clerk.
_SHOWN = 100


def is_empty(cell: str) -> bool:
    """Tell whether a cell says nothing: blank, a dash, a lone apostrophe."""
    return cell.strip() in _EMPTY


def read_moment(cell: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Return the aware moment a cell names, and whether it names only a day (then midnight).

    Understands ISO «2025-12-24[ 20:06:02]» with or without an offset, and
    «24.12.2025[ 20:06[:02]]». A time without offset is read in `zone`; one that comes twice
    when clocks go back is the first; one that clocks jump over moves forward by the jump.
    Raises ValueError for anything else and for years before 2000 or after 2100.
    """
    plain = cell.strip()
    if plain[4:5] == "-" and plain[7:8] == "-":
        naive, is_day = datetime.fromisoformat(plain), len(plain) == 10
    else:
        naive, is_day = _read_dotted(plain)
    if not _FIRST_YEAR <= naive.year <= _LAST_YEAR:
        raise ValueError("the year is out of range")
    if naive.tzinfo is not None:
        return naive.astimezone(zone), is_day
    return naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone), is_day


def _read_dotted(plain: str) -> tuple[datetime, bool]:
    found = _DOTTED.fullmatch(plain)
    if found is None:
        raise ValueError("no date")
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second), found[4] is None  # noqa: DTZ001


def read_duration(cell: str) -> timedelta:
    """Return the length «11 days, 12:10:25.217000» or «276:10:25» names.

    Raises ValueError for anything else.
    """
    found = _DURATION.fullmatch(cell.strip())
    if found is None:
        raise ValueError("no duration")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:4])
    fraction = int((found[5] or "0").ljust(6, "0"))
    return timedelta(
        days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=fraction
    )


def read_number(cell: str) -> str:
    """Return a number as a key: no spaces around, no «.0» that spreadsheets add."""
    plain = normalise(cell)
    whole = _WHOLE.fullmatch(plain)
    return whole[1] if whole else plain


class RowCells:
    """The cells of one row by the names of the columns; wrong ones are collected in `reasons`."""

    def __init__(
        self, payload: Mapping[str, str], columns: Mapping[str, str], zone: ZoneInfo
    ) -> None:
        """Take the row, where each known column stands in it, and the zone of its times."""
        self.payload, self._columns, self._zone = payload, columns, zone
        self.reasons: list[Reason] = []

    def raw(self, name: str) -> str:
        """Return the cell as it stands; empty when the column is missing."""
        key = self._columns.get(name)
        return self.payload.get(key, "") if key is not None else ""

    def text(self, name: str) -> str:
        """Return the cell's text, normalised; empty for a dash."""
        cell = self.raw(name)
        return "" if cell in _EMPTY or is_empty(cell) else normalise(cell)

    def short(self, name: str, limit: int = LONGEST_WORDS) -> str:
        """Return the cell's text; one longer than `limit` signs is a reason."""
        cell = self.text(name)
        if len(cell) > limit:
            self.refuse("value_too_long", name, limit=str(limit))
            return ""
        return cell

    def moment(self, name: str) -> datetime | None:
        """Return the cell's moment, None when empty or wrong."""
        found = self.dated(name)
        return found[0] if found else None

    def day(self, name: str) -> date | None:
        """Return the day the cell names, None when empty or wrong."""
        found = self.dated(name)
        return found[0].date() if found else None

    def dated(self, name: str) -> tuple[datetime, bool] | None:
        """Return the cell's moment and whether it is only a day, None when empty or wrong."""
        cell = self.text(name)
        if not cell:
            return None
        try:
            return read_moment(cell, self._zone)
        except (ValueError, OverflowError):
            self.refuse("bad_date", name)
            return None

    def duration(self, name: str) -> timedelta | None:
        """Return the cell's duration, None when empty or wrong."""
        cell = self.text(name)
        if not cell:
            return None
        try:
            return read_duration(cell)
        except (ValueError, OverflowError):
            self.refuse("bad_duration", name)
            return None

    def rating(self, name: str) -> int | None:
        """Return a mark from 1 to 5, None when empty or wrong."""
        cell = read_number(self.text(name))
        if not cell:
            return None
        if cell in ("1", "2", "3", "4", "5"):
            return int(cell)
        self.refuse("bad_rating", name)
        return None

    def yes_no(self, name: str) -> bool | None:
        """Return the answer, None when the cell says neither yes nor no."""
        word = self.text(name).lower()
        if word in _YES:
            return True
        return False if word in _NO else None

    def key(self, *names: str) -> str:
        """Return the number from the first of the columns that has one.

        Without any, or with one too long to be a number, a reason is collected.
        """
        for name in names:
            if self.text(name):
                return read_number(self.short(name, LONGEST_NUMBER))
        self.reasons.append(Reason("row_without_number", {"column": self._header(names[0])}))
        return ""

    def start(self, name: str) -> tuple[datetime, bool]:
        """Return the moment without which there is no row, and whether it is only a day.

        Without it a reason is collected and a meaningless moment returned: the row is read to
        its end for the other reasons and then refused.
        """
        if not self.text(name):
            self.reasons.append(Reason("row_without_date", {"column": self._header(name)}))
        return self.dated(name) or (_NO_MOMENT, False)

    def refuse(self, code: str, name: str, **params: str) -> None:
        """Collect a reason against the cell of a column."""
        if not params:
            params = {"value": self.text(name)[:_SHOWN]}
        reason = Reason(code, {"column": self._header(name), **params})
        # A cell may be asked for more than once.
        if reason not in self.reasons:
            self.reasons.append(reason)

    def _header(self, name: str) -> str:
        return self._columns.get(name, name)
