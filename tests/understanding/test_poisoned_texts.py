"""No text, however made, stops the reader or holds it up: a generous bound for slow machines."""

import time
from collections.abc import Sequence

import pytest

from otklik.understanding import (
    Gazetteer,
    KeywordTopicClassifier,
    PlaceEntry,
    Reader,
    TopicEntry,
    mask,
)

PARTS = ("topic", "place", "personal_data", "urgency", "kind", "flags", "tone", "competence")
PARTS += ("appeal", "collective")
# One second is asked of the product; measured on a busy machine of two cores, the worst took 0.9.
BOUND = 5.0
MEGABYTE = 1_000_000
READER = Reader(
    topics=KeywordTopicClassifier(
        [TopicEntry("im-04-15", "Уличное освещение", "Дороги", ("не горит фонарь", "темно"))]
    ),
    gazetteer=Gazetteer(
        [
            PlaceEntry("t", "Таштып", "settlement", "с"),
            PlaceEntry("s", "Ленина", "street", "ул", "t"),
        ]
    ),
)


def repeated(unit: str, length: int = MEGABYTE) -> str:
    return (unit * (length // len(unit) + 1))[:length]


POISON: dict[str, str] = {
    "empty": "",
    "only spaces": " \n\t" * 1000,
    "only digits": repeated("1234567890"),
    "only punctuation": repeated(".,;:!?-()"),
    "no space": repeated("щ", 20_000),
    "no space, a megabyte": repeated("щы"),
    "a real text, a megabyte": repeated(
        "Горит дом на ул. Ленина, 5, кв. 12. Тел. 8 913 123-45-67. "
    ),
    "zero width": repeated("га\u200bз\u200d \u2060пахнет\ufeff "),
    "from right to left": repeated("\u202eгаз\u202c \u2067дом\u2069 "),
    "emoji": "🔥" * 10_000,
    "joined emoji": "👨\u200d👩\u200d👧\u200d👦🏽" * 10_000,
    "combining": "а" + "\u0301" * 100_000,
    "nested html": "<div>" * 100_000,
    "a huge attribute": f"<a href='{'x' * MEGABYTE}'>газ</a>",
    "entities": repeated("&amp;amp;lt;&#x1F525;&nbsp;"),
    "an entity bomb": '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + "&a;" * 300_000,
    "unclosed": "<" * MEGABYTE,
    "brackets": repeated("[id1|"),
    "names": repeated("Иван Иванович Иванов ", 200_000),
    "capitals": repeated("ИВАН ", 200_000),
    "initials": repeated("А.А.", 200_000),
    "patronymics": repeated("иванвич ", 200_000),
    "groups of digits": repeated("1 "),
    "cards": repeated("4276 "),
    "telephones": repeated("8 (9"),
    "noughts": repeated("О0 "),
    "addresses of mail": repeated("a.b@c."),
    "a long local part": "a" * MEGABYTE + "@mail.ru",
    "dogs": repeated("собака точка "),
    "months": repeated("12 мая "),
    "keys": repeated("паспорт снилс инн карта серия "),
    "links": repeated("vk.com/"),
    "at signs": repeated("@"),
    "stars": repeated("х*"),
    "points": repeated("х."),
    "negations": repeated("не "),
    "one sign": repeated("газ пахнет ", 200_000),
    "doubts": repeated("может рухнет дом если ", 200_000),
    "streets": repeated("ул. "),
    "houses": repeated("д. 5 корп. "),
    "nul": repeated("\x00газ "),
    "surrogate": "\ud83d газ \udd25",
    "Khakass": repeated("Тадар чирі ӱчӱн ғ ӧ ҷ ң "),
}


@pytest.mark.parametrize("name", POISON)
def test_a_poisoned_text_is_read_in_time(name: str) -> None:
    text = POISON[name]
    started = time.process_time()
    reading = READER.read(text)
    for part in PARTS:
        getattr(reading, part)
    spent = time.process_time() - started
    assert len(mask(text, reading.personal_data)) == len(text)
    assert spent < BOUND, f"{name}: {spent:.1f} s"


def slowest() -> Sequence[tuple[float, str]]:
    """Return how long each poison takes, the slowest first (for who measures by hand)."""
    found = []
    for name, text in POISON.items():
        started = time.process_time()
        reading = READER.read(text)
        for part in PARTS:
            getattr(reading, part)
        found.append((time.process_time() - started, name))
    return sorted(found, reverse=True)
