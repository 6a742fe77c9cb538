"""What the address register says of the address of a case, or of one being typed."""

from datetime import date

from otklik.cases.models import Case
from otklik.intake.reader import gazetteer_of
from otklik.registry.catalogue import Catalogue
from otklik.registry.houses import knows_house
from otklik.registry.models import Municipality, Territory
from otklik.registry.models.territory import TerritoryKind


def is_house_unknown(case: Case) -> bool:
    """Tell whether the register had no such house where the case is, the day it was received."""
    on = case.municipality.local(case.received_at).date()
    return _is_unknown(case.settlement, case.street, case.house, on)


def is_typed_house_unknown(
    municipality: Municipality, *, settlement: str, street: str, house: str, on: date
) -> bool:
    """Tell the same of an address in words: «с. Луговое», «ул. Ленина», «5а»."""
    if not house.strip():
        return False
    catalogue = Catalogue(municipality)
    place = gazetteer_of(catalogue, on).find("", settlement_name=settlement, street_name=street)
    if place.candidates or (street.strip() and place.street is None):
        return False
    found = [
        catalogue.territory(guess.code) if guess is not None else None
        for guess in (place.settlement, place.street)
    ]
    return _is_unknown(found[0], found[1], house, on)


def _is_unknown(
    settlement: Territory | None, street: Territory | None, house: str, on: date
) -> bool:
    """Tell whether a house is missing; never where the register holds none of the place."""
    place = street or settlement
    if place is None or not house.strip():
        return False
    if street is None and place.children.filter(kind=TerritoryKind.STREET).exists():
        # The street is not known, so neither is where to look for the house.
        return False
    return knows_house(place, house, on) is False
