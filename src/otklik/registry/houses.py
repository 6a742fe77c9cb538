"""Whether an address exists, as far as the state address register tells."""

from datetime import date

from django.db.models import Q

from otklik.registry.house_numbers import normal_house
from otklik.registry.models import House, Territory


def knows_house(territory: Territory, written: str, on: date) -> bool | None:
    """Tell whether the street or settlement has the house on the day ``on``.

    ``written`` is a number as people or files write it («12 корп. 1», «14а»). ``None`` means that
    nothing can be told: no number is written, or no house of the place was ever loaded.
    """
    number = normal_house(written)
    houses = House.objects.filter(territory=territory)
    if not number or not houses.exists():
        return None
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    return houses.filter(in_force, number=number).exists()
