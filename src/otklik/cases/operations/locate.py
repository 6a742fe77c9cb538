"""Correct the place a case speaks of."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models import Territory
from otklik.registry.models.territory import TerritoryKind


class NotAPlaceHere(Exception):
    """The settlement or street is not one of this municipality, or the two do not go together."""


def locate(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    settlement: Territory | None,
    street: Territory | None = None,
    house: str = "",
    place_text: str | None = None,
) -> Case:
    """Set settlement, street and house of the case and return it.

    ``place_text`` ``None`` leaves the place in words as it is. Raises ``NotAPlaceHere`` and
    what ``moves.move`` raises.
    """
    _check(case, settlement, TerritoryKind.SETTLEMENT)
    _check(case, street, TerritoryKind.STREET)
    if street is not None and (settlement is None or street.parent_id != settlement.pk):
        raise NotAPlaceHere(street.name)
    with moves.move("locate", case=case, grants=grants, at=at) as current:
        current.set(settlement=settlement, street=street, house=house.strip())
        if place_text is not None:
            current.set(place_text=place_text.strip())
        place = street or settlement
        current.decide("place", place.code if place is not None else "")
    return current.case


def _check(case: Case, territory: Territory | None, kind: str) -> None:
    if territory is None:
        return
    if territory.municipality_id != case.municipality_id or territory.kind != kind:
        raise NotAPlaceHere(territory.name)
