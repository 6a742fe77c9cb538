"""House numbers beside a street, and landmarks that stand for an address."""

import re
from collections.abc import Sequence

from otklik.understanding.tokens import Token

HOUSE_WORDS = frozenset(("д", "дом", "дома", "доме", "дому"))
MAX_DIGITS = 4
_HOUSE = re.compile(
    r"(\d{1,4})\s?(?:([а-дА-Д])(?![а-яёА-ЯЁ]))?(?:\s?[/-]\s?(\d{1,3}[а-д]?)|"
    r"\s?,?\s?(?:корп|корпус|к|стр)\.?\s?(\d{1,2}[а-д]?))?"
)
_LANDMARK = re.compile(
    r"\b(?:у|возле|около|напротив|рядом с|перед|позади|за)\s+((?:[а-яё]+\s+){0,2}?"
    r"(?:школ|клуб|магазин|фап|больниц|аптек|почт|мост|остановк|сад(?:а|у|ом|ика|иком)\b|церк|"
    r"дк\b|администрац|кладбищ|котельн|стадион|площадк|памятник|рынк|заправк|контор|сельсовет|"
    r"библиотек)[а-яё]*)",
    re.IGNORECASE,
)


def house_after(tokens: Sequence[Token], index: int, text: str) -> str:
    """Return the house number that stands right after a street, such as ``12/1`` or ``5а``."""
    if index < len(tokens) and tokens[index].word in HOUSE_WORDS:
        index += 1
    if index >= len(tokens) or not tokens[index].is_number:
        return ""
    if index and tokens[index].start - tokens[index - 1].end > 3:
        return ""
    found = _HOUSE.match(text, tokens[index].start)
    if found is None:
        return ""
    number, letter, part, building = found.groups()
    house = number + (letter or "").lower()
    if part:
        return f"{house}/{part}"
    return f"{house} корп. {building}" if building else house


def landmark_in(text: str) -> str:
    """Return the landmark the text names («у школы»), as written; blank if none."""
    found = _LANDMARK.search(text)
    return " ".join(found.group().split()) if found else ""
