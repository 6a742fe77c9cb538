"""Numbers of houses as they are compared: «12», «12 к1», «14А»."""

import re
from collections.abc import Mapping
from functools import lru_cache

# AS_HOUSE_TYPES and AS_ADDHOUSE_TYPES. Their identifiers have not changed since the register began.
_SIGNS = {"7": "с", "8": "соор", "9": "лит", "10": "к"}
_ADDED_SIGNS = {"1": "к", "2": "с", "3": "соор", "4": "лит"}
# Garages, mines, cellars and boiler houses have numbers of their own beside the houses.
_NO_HOUSE = frozenset(("4", "6", "11", "12", "13"))
# Letters typed on the wrong keyboard look alike and compare differently.
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_HOUSE_WORD = re.compile(r"^(?:д|дом|зд|здание|влд|двлд|№)(?:\.|\s|(?=\d))\s*", re.IGNORECASE)
_LETTER = re.compile(r"(?<=\d)\s?[«\"]?([а-яё])[»\"]?(?![а-яё\d])", re.IGNORECASE)
_BUILDING = re.compile(
    r"\s*,?\s*\b(?<![а-яё])(корпус|корп|кор|строение|стр|сооружение|соор|литера|лит|к|с)\.?\s*"
    r"(?=[\dа-яё])",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\s*([/-])\s*")
_GLUED = re.compile(r"(?<=\d)(?=(?:корп|стр|соор|лит|[кс])\.?\s?\d)", re.IGNORECASE)
_SHORT = {"ко": "к", "к": "к", "ст": "с", "с": "с", "со": "соор", "ли": "лит"}


def normal_house(written: str) -> str:
    """Return the number of a house as it is stored and compared, blank for nothing.

    «д. 12 корп. 1», «12к1» and «12 К 1» give ``12 к1``; «14 а» gives ``14А``.
    """
    if not written or written.isdecimal():
        return written
    return _normal(written)


# A region says the same few thousand numbers over and over.
@lru_cache(maxsize=8_192)
def _normal(written: str) -> str:
    text = " ".join(written.translate(_LOOK_ALIKE).split())
    text = _GLUED.sub(" ", _HOUSE_WORD.sub("", text))
    text = _BUILDING.sub(lambda found: f" {_SHORT[found[1][:2].lower()]}", text).strip()
    text = _LETTER.sub(lambda found: found[1].upper(), text)
    return _FRACTION.sub(r"\1", text)


def house_of(row: Mapping[str, str]) -> str:
    """Return the number of a row of AS_HOUSES, blank for what is no house or has no number.

    A building without a house of its own («к. 5») keeps the sign of its type: ``к5``.
    """
    type_id = row.get("HOUSETYPE", "")
    if type_id in _NO_HOUSE:
        return ""
    parts = [_part(_SIGNS.get(type_id, ""), row.get("HOUSENUM", ""))]
    for place in ("1", "2"):
        if added := row.get(f"ADDNUM{place}", ""):
            parts.append(_part(_ADDED_SIGNS.get(row.get(f"ADDTYPE{place}", ""), "к"), added))
    return " ".join(part for part in parts if part)


def _part(sign: str, written: str) -> str:
    number = normal_house(written)
    # A number may name its building itself: HOUSENUM «12 к1».
    return f"{sign}{number}" if number and not number.startswith(sign or " ") else number
