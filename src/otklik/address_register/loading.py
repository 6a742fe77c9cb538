"""Bringing the part of a municipality into the registry: places first, then their houses."""

from dataclasses import dataclass
from datetime import date

from otklik.address_register.houses import HouseCounts, store_houses
from otklik.address_register.region import Part
from otklik.address_register.territories import Outcome, store_places
from otklik.registry.models import Municipality


@dataclass(frozen=True, slots=True)
class GarReport:
    """What was done: the places one by one, the houses in numbers."""

    settlements: int
    streets: int
    places: Outcome
    houses: HouseCounts
    oktmo: str
    day: str

    @property
    def counts(self) -> dict[str, int]:
        """The places and houses in force, and what became of the rows of all three kinds."""
        places, houses = self.places, self.houses
        return {
            "settlements": self.settlements,
            "streets": self.streets,
            "houses": houses.new + houses.changed + houses.unchanged,
            "new": len(places.new) + houses.new,
            "changed": len(places.after) - len(places.closed) + houses.changed,
            "unchanged": places.unchanged + houses.unchanged,
            "closed": len(places.closed) + houses.closed,
        }

    @property
    def is_empty(self) -> bool:
        """Whether everything was as it is already."""
        return not any(self.counts[name] for name in ("new", "changed", "closed"))


def load_part(municipality: Municipality, part: Part, on: date) -> GarReport:
    """Store the part; ``on`` is the day from which vanished places and houses are no more.

    Must run inside one transaction: all of it or nothing. Twice the same changes nothing. Raises
    ``GarError`` when more than half of what was loaded earlier would end: that is a partial
    export (the register gives weekly changes under the same names) or the wrong region.
    """
    # Two loads at a time would both miss the same rows and double them.
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    places = store_places(municipality, part, on)
    houses = store_houses(municipality, part, places.keys, on)
    return GarReport(len(part.settlements), len(part.streets), places, houses, part.oktmo, part.day)
