"""Coordinates typed in a text, and the settlements near them."""

import re
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from otklik.understanding.reading import PlaceEntry

EARTH_KM = 6371.0
# The country lies between these; what else looks like two decimal fractions is no point of it.
LATITUDES = (41.0, 82.0)
LONGITUDES = (19.0, 180.0)
_SIGN = r"\s?°?\s?(?:[NSEWСЮВЗсюв]\.?\s?[шд]?\.?)?"
_POINT = re.compile(
    rf"(?<![\d.,])(\d{{2,3}}[.,]\d{{3,8}}){_SIGN}(?:\s?[,;]\s?|\s)[NSEW]?\s?"
    rf"(\d{{2,3}}[.,]\d{{3,8}})(?![\d.,]?\d)"
)


def coordinates_in(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees of «53.12345, 90.54321», ``None`` if none is there.

    At least three decimals each; written the other way round they are understood where only so
    they lie in the country.
    """
    for found in _POINT.finditer(text):
        one, other = (float(number.replace(",", ".")) for number in found.groups())
        for lat, lon in ((one, other), (other, one)):
            if _is_within(lat, LATITUDES) and _is_within(lon, LONGITUDES):
                return lat, lon
    return None


def nearest(
    entries: Iterable[PlaceEntry], point: tuple[float, float], *, within_km: float
) -> list[tuple[float, PlaceEntry]]:
    """Return the entries whose own coordinates lie so near, with the distance in km, by it."""
    known = (
        (distance_km(point, (entry.lat, entry.lon)), entry)
        for entry in entries
        if entry.lat is not None and entry.lon is not None
    )
    return sorted((p for p in known if p[0] <= within_km), key=lambda p: (p[0], p[1].code))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the way between two points (latitude, longitude in degrees) over the globe, in km."""
    lat, lon, to_lat, to_lon = map(radians, (*one, *other))
    part = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, part)))


def _is_within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
