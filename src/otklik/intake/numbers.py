"""Registration numbers: one row of numbers a municipality and year, without gaps by machine."""

from collections.abc import Sequence

from django.db.models import F

from otklik.cases.models import CaseCounter
from otklik.registry.models import Municipality


def return_number(municipality: Municipality, year: int) -> None:
    """Give back the number just taken in this transaction, for it was not needed."""
    CaseCounter.objects.filter(municipality=municipality, year=year).update(
        last_number=F("last_number") - 1
    )


def take_numbers(municipality: Municipality, years: Sequence[int]) -> list[str]:
    """Return a number for each year of the list, in its order.

    Must run inside a transaction: the counter of a year stays locked until it ends.
    """
    counters: dict[int, CaseCounter] = {}
    for year in sorted(set(years)):
        CaseCounter.objects.get_or_create(municipality=municipality, year=year)
        counters[year] = CaseCounter.objects.select_for_update().get(
            municipality=municipality, year=year
        )
    numbers = []
    for year in years:
        counter = counters[year]
        counter.last_number += 1
        pattern = municipality.case_number_pattern
        numbers.append(pattern.format(year=year, number=counter.last_number))
    for counter in counters.values():
        counter.save(update_fields=["last_number"])
    return numbers
