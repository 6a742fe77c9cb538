"""The bell above every page: how much is new."""

from dataclasses import dataclass
from datetime import datetime

from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.reminders.notices import MOST_COUNTED, unseen_count


@dataclass(frozen=True, slots=True)
class Bell:
    """``number`` of new notices; ``shown`` in words; ``mark`` tells one from another."""

    number: int
    shown: str
    mark: str


def bell_of(grants: Grants, municipality: Municipality, at: datetime) -> Bell:
    """Return the bell of the person at the moment ``at``."""
    number = unseen_count(grants, municipality, at)
    shown = str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED}+"
    return Bell(number, shown, f"{municipality.pk}-{number}")
