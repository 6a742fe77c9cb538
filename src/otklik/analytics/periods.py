"""Periods of analysis: a month, the one before it, and the same month last year (АППГ)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2026-10``. Raises ``ValueError`` when it is no month of this century."""
        first = date.fromisoformat(f"{text}-01")
        if first.year not in YEARS:
            raise ValueError(text)
        return cls(first.year, first.month)

    @classmethod
    def before(cls, day: date) -> "Month":
        """Return the last full month before the day."""
        return cls(day.year, day.month).previous()

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def previous(self) -> "Month":
        """Return the month before."""
        return Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)

    def following(self) -> "Month":
        """Return the month after."""
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)

    def year_before(self) -> "Month":
        """Return the same month of the year before (same_period_last_year)."""
        return Month(self.year - 1, self.month)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the half-open local bounds of the month."""
        after = self.following()
        return (
            datetime.combine(date(self.year, self.month, 1), time(0), tzinfo=zone),
            datetime.combine(date(after.year, after.month, 1), time(0), tzinfo=zone),
        )
