"""Houses of the address register as rows, many at once."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from otklik.address_register.refusal import GarError
from otklik.address_register.region import House as KnownHouse
from otklik.address_register.region import Part
from otklik.address_register.territories import too_many_vanish
from otklik.registry.models import House, Municipality, Territory

AT_ONCE = 2_000


@dataclass(slots=True)
class HouseCounts:
    """What became of the houses."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0


def store_houses(
    municipality: Municipality, part: Part, territories: Mapping[int, int], on: date
) -> HouseCounts:
    """Bring the houses of the part into the table; those that vanished end on the day ``on``.

    ``territories``: the keys of rows by number in the register. Must run inside a transaction.
    Raises ``GarError`` when more than half of the houses loaded earlier would end.
    """
    counts = HouseCounts()
    own = set(Territory.objects.filter(municipality=municipality).values_list("pk", flat=True))
    houses = part.houses()
    while chunk := list(islice(houses, AT_ONCE)):
        _store(chunk, own, territories, counts)
    counts.closed = _end_vanished(municipality, part, on)
    return counts


def _store(
    chunk: list[KnownHouse], own: set[int], territories: Mapping[int, int], counts: HouseCounts
) -> None:
    # Joined with its territories the database would walk through all houses for every chunk.
    found = House.objects.filter(gar_id__in=[house.gar_id for house in chunk])
    rows = {row.gar_id: row for row in found if row.territory_id in own}
    new, changed = [], []
    for house in chunk:
        key, number = territories[house.place_id], house.number[: House.LONGEST_NUMBER]
        row = rows.get(house.gar_id)
        if row is None:
            new.append(House(territory_id=key, number=number, gar_id=house.gar_id))
        elif (row.territory_id, row.number, row.valid_until) != (key, number, None):
            row.territory_id, row.number, row.valid_until = key, number, None
            changed.append(row)
    House.objects.bulk_create(new, batch_size=AT_ONCE)
    House.objects.bulk_update(changed, ["territory", "number", "valid_until"], batch_size=500)
    counts.new += len(new)
    counts.changed += len(changed)
    counts.unchanged += len(chunk) - len(new) - len(changed)


def _end_vanished(municipality: Municipality, part: Part, on: date) -> int:
    places = Territory.objects.filter(municipality=municipality, oktmo__startswith=part.oktmo)
    open_ones = House.objects.filter(valid_until__isnull=True, territory__in=places)
    vanished, known = array("q"), 0
    for key, gar_id in open_ones.values_list("pk", "gar_id").iterator():
        known += 1
        if not part.has_house(gar_id):
            vanished.append(key)
    if too_many_vanish(len(vanished), known):
        raise GarError("gar_too_much_gone", gone=len(vanished), known=known)
    for first in range(0, len(vanished), AT_ONCE):
        keys = vanished[first : first + AT_ONCE].tolist()
        House.objects.filter(pk__in=keys).update(valid_until=on)
    return len(vanished)
