"""The words of the clock: what a day is, what a term is counted in, how its last day moves."""

from dataclasses import dataclass
from enum import StrEnum

# 100,000 working days are four centuries: a larger amount can only be a slip of the pen.
LARGEST_AMOUNT = 100_000


class DayKind(StrEnum):
    """What a day is in the working calendar; the symbols of calendar.csv."""

    WORKING = "working"
    SHORT = "short"
    OFF = "off"


class Unit(StrEnum):
    """What a term is counted in; the symbols of regulation_terms.csv."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CLOCK_HOURS = "clock_hours"


class LastDayRule(StrEnum):
    """What happens when the last day of a term in days is not a working day.

    ``BACK``: the preceding working day (регламенты of municipalities and regions);
    ``FORWARD``: the following one (Civil Code art. 193, prosecutors); ``NONE``: it stays.
    """

    BACK = "back"
    FORWARD = "forward"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time the law or a region gives: ``amount`` units and the last-day rule.

    The rule is for days only; terms in hours end at their exact moment. Raises ``ValueError``
    for an amount below nought or above ``LARGEST_AMOUNT``.
    """

    amount: int
    unit: Unit
    last_day_rule: LastDayRule = LastDayRule.NONE

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= LARGEST_AMOUNT:
            raise ValueError(f"amount of a term must be 0 to {LARGEST_AMOUNT}: {self.amount}")
