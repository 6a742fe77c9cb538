"""The production calendar of Russia: public holidays and days moved by the Government.

The moves come from the library ``holidays`` (each year's act is in it from about October of the
year before). Beyond what it knows there are the public holidays of the Labour Code alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from holidays import HolidayBase, country_holidays

ONE_DAY = timedelta(days=1)

# Labour Code art. 112 as in force since 2013: (month, day).
PUBLIC_HOLIDAYS = frozenset(
    {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)


@dataclass(frozen=True, slots=True)
class FederalYear:
    """One year: days off, and working weekend days -> the day their rest was moved to."""

    off: frozenset[date]
    moved: Mapping[date, date]


@lru_cache(maxsize=512)
def federal_year(year: int) -> FederalYear:
    """Return the production calendar of a year; never raises for a year of ``datetime.date``."""
    known = _library(year)
    if not known:
        # The library is empty before and after the years it covers.
        return FederalYear(frozenset(date(year, *day) for day in PUBLIC_HOLIDAYS), {})
    targets = dict(_moves(year))
    moved = {day: targets.get(day, day) for day in known.weekend_workdays}
    return FederalYear(frozenset(known), moved)


def is_public_holiday(day: date) -> bool:
    """Tell whether the day is a public holiday of the Labour Code (not a moved day off)."""
    return (day.month, day.day) in PUBLIC_HOLIDAYS


def last_known_year() -> int:
    """Return the last year whose moves of days off the library knows, 0 for none."""
    return max(_substitutions(), default=0)


def is_known_year(year: int) -> bool:
    """Tell whether the library knows the moves of the year."""
    return year <= last_known_year() and bool(_library(year))


@lru_cache(maxsize=512)
def _library(year: int) -> HolidayBase:
    """Return the library's year; it does not grow by look-ups, as it would by itself."""
    return country_holidays("RU", years=year, expand=False)


@cache
def _substitutions() -> Mapping[int, tuple[tuple[int, ...], ...]]:
    """Return year -> (month to, day to, month from, day from) of the library's moves."""
    special = getattr(country_holidays("RU"), "special_public_holidays", {})
    return {
        year: (rows if isinstance(rows[0], tuple) else (rows,)) for year, rows in special.items()
    }


def _moves(year: int) -> Iterator[tuple[date, date]]:
    """Yield (day off that was taken, weekday made free for it); both are of the act's year."""
    for row in _substitutions().get(year, ()):
        # The library also allows rows of other lengths (a name, another year); Russia has none.
        if len(row) == 4:
            to_month, to_day, from_month, from_day = row
            yield date(year, from_month, from_day), date(year, to_month, to_day)
