"""Registration numbers by the patterns of the municipality, without gaps by machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from otklik.cases.models import Case, CaseCounter
from otklik.registry.models import Municipality, NumberPattern

# The marks officials write in journals; a number is data, not a text of the interface.
CHANNEL_MARKS = {
    "pos": "ПОС",
    "im": "ИМ",
    "official_page": "ГП",
    "email": "ЭП",
    "paper": "П",
    "phone": "Т",
    "reception": "ЛП",
}
NO_LETTER = "Б"


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a number depends on: the local day, the kind, the channel, the applicant's name."""

    on: date
    kind: str
    channel: str
    name: str = ""


def take_numbers(municipality: Municipality, items: Sequence[Numbered]) -> list[str]:
    """Return a number for each item, in their order.

    Must run inside a transaction: the counters it takes from stay locked until it ends, so
    numbers given in parallel differ and those of an undone transaction are given again. A number
    that another pattern has made already is passed over.
    """
    patterns = list(
        NumberPattern.objects.filter(municipality=municipality).order_by("position", "code")
    )
    chosen = [_pattern_for(patterns, item) for item in items]
    counters = _locked(municipality, chosen, items)
    numbers = [
        _next(municipality, pattern, item, counters)
        for pattern, item in zip(chosen, items, strict=True)
    ]
    while patterns and (taken := _taken(municipality, numbers)):
        for place in taken:
            numbers[place] = _next(municipality, chosen[place], items[place], counters)
    for counter in counters.values():
        counter.save(update_fields=["last_number"])
    return numbers


def _pattern_for(patterns: Sequence[NumberPattern], item: Numbered) -> NumberPattern | None:
    for row in patterns:
        channels = {part.strip() for part in row.channels.split(";") if part.strip()}
        fits = row.kind in ("any", item.kind) and (not channels or item.channel in channels)
        if fits and row.is_in_force(item.on):
            return row
    return None


def _locked(
    municipality: Municipality,
    chosen: Sequence[NumberPattern | None],
    items: Sequence[Numbered],
) -> dict[tuple[str, int], CaseCounter]:
    """Lock the counters in one order, so that two who number wait and never block each other."""
    keys = {
        (row.code if row else "", item.on.year) for row, item in zip(chosen, items, strict=True)
    }
    counters = {}
    for pattern, year in sorted(keys):
        known: dict[str, Any] = {"municipality": municipality, "pattern": pattern, "year": year}
        CaseCounter.objects.get_or_create(**known)
        counters[pattern, year] = CaseCounter.objects.select_for_update().get(**known)
    return counters


def _next(
    municipality: Municipality,
    row: NumberPattern | None,
    item: Numbered,
    counters: dict[tuple[str, int], CaseCounter],
) -> str:
    counter = counters[row.code if row else "", item.on.year]
    counter.last_number += 1
    pattern = row.pattern if row else municipality.case_number_pattern
    letter = item.name.strip()[:1].upper()
    return pattern.format(
        year=item.on.year,
        number=counter.last_number,
        letter=letter if letter.isalpha() else NO_LETTER,
        channel=CHANNEL_MARKS.get(item.channel, item.channel),
        index=row.index if row else "",
    )


def _taken(municipality: Municipality, numbers: Sequence[str]) -> list[int]:
    """Return the places in the list of numbers a case has, or that stood earlier in the list."""
    cases = Case.objects.of_municipality(municipality).filter(number__in=set(numbers))
    known = set(cases.values_list("number", flat=True))
    places = []
    for place, number in enumerate(numbers):
        if number in known:
            places.append(place)
        known.add(number)
    return places
