"""Measures: each figure is defined once, here, with its formula in the docstring."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TypeVar

from otklik.cases.queries.facts import CaseFact, ClockFact, RatingFact

K = TypeVar("K", bound=Hashable)
LOW_RATING = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """A count beside that of the month before and of the same month last year."""

    current: int
    previous: int
    year_before: int

    @property
    def to_previous(self) -> int:
        """Difference to the month before, in cases."""
        return self.current - self.previous

    @property
    def to_year_before(self) -> int:
        """Difference to the same month last year, in cases."""
        return self.current - self.year_before

    @property
    def growth(self) -> float | None:
        """Change to the month before in per cent; nothing to compare with gives ``None``."""
        return percent(self.to_previous, self.previous)

    @property
    def growth_to_year_before(self) -> float | None:
        """Change to the same month last year in per cent."""
        return percent(self.to_year_before, self.year_before)


def percent(part: float, whole: float) -> float | None:
    """Return 100 × part / whole, rounded to a tenth, or ``None`` when the whole is nothing."""
    return round(100 * part / whole, 1) if whole else None


def counted(facts: Iterable[CaseFact], key: Callable[[CaseFact], K | None]) -> Counter[K]:
    """Count the cases by a key; cases without one are left out."""
    counts: Counter[K] = Counter()
    for fact in facts:
        value = key(fact)
        if value is not None:
            counts[value] += 1
    return counts


def compared(
    current: Sequence[CaseFact],
    previous: Sequence[CaseFact],
    year_before: Sequence[CaseFact],
    key: Callable[[CaseFact], K | None],
) -> dict[K, Compared]:
    """Return for each key its count in three periods; keys of any of them are there."""
    now, then, last_year = (counted(facts, key) for facts in (current, previous, year_before))
    return {k: Compared(now[k], then[k], last_year[k]) for k in {*now, *then, *last_year}}


def per_thousand(count: int, residents: int | None) -> float | None:
    """Return count / residents × 1,000, rounded to a hundredth."""
    return round(1000 * count / residents, 2) if residents else None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Reply terms that ended: kept, broken, and those still running at the moment of counting."""

    kept: int
    broken: int
    running: int
    median_hours: float | None

    @property
    def share_kept(self) -> float | None:
        """Share in term: kept / (kept + broken), per cent."""
        return percent(self.kept, self.kept + self.broken)


def punctuality(clocks: Iterable[ClockFact], at: datetime) -> Punctuality:
    """Judge reply terms as seen at the moment ``at``.

    Kept: met not later than due. Broken: met later, or not met though due has passed. The
    median time is that from start to reply of the terms that were met, in clock hours.
    """
    kept = broken = running = 0
    hours: list[float] = []
    for clock in clocks:
        if clock.met_at is not None:
            hours.append((clock.met_at - clock.started_at).total_seconds() / 3600)
        if (clock.met_at or at) <= clock.due_at:
            kept += clock.met_at is not None
            running += clock.met_at is None
        else:
            broken += 1
    return Punctuality(kept, broken, running, round(median(hours), 1) if hours else None)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Ratings: how many, their mean, how many of each value from 1 to 5, how many are low."""

    count: int
    mean: float | None
    by_value: tuple[int, int, int, int, int]

    @property
    def low(self) -> int:
        """Ratings of 3 and below: to be worked on (facts.md 2.8)."""
        return sum(self.by_value[:LOW_RATING])


def satisfaction(ratings: Iterable[RatingFact]) -> Satisfaction:
    """Return the ratings in figures; the mean is rounded to a hundredth."""
    counts = Counter(rating.value for rating in ratings)
    total = counts.total()
    mean = sum(value * n for value, n in counts.items()) / total if total else None
    values = (counts[1], counts[2], counts[3], counts[4], counts[5])
    return Satisfaction(total, None if mean is None else round(mean, 2), values)
