"""Names of persons in a text: a first name with a surname, a patronymic, or both; initials.

Conservative: what stands as the name of a street («ул. Ивана Сусанина», «Надежды Плевицкой,
25») is no person here.
"""

import re
from collections.abc import Iterator
from itertools import product

from otklik.understanding.morphology import is_common, is_genitive, is_name_part
from otklik.understanding.place_words import BARE_LETTERS, SETTLEMENT_WORDS, STREET_WORDS
from otklik.understanding.reading import Span

_CAPITAL = r"[А-ЯЁӦӰҶҒҢІ][А-Яа-яЁёӦӰҶҒҢІӧӱҷғңі]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?"
_WORD = re.compile(_CAPITAL)
_RUN = re.compile(rf"(?<![А-Яа-яЁё-]){_CAPITAL}(?:[ \t\u00a0]{{1,2}}{_CAPITAL}){{1,4}}")
# In small letters only a patronymic with the name before it is believed.
_SMALL = re.compile(
    r"(?<![а-яё])(?:([а-яё]{3,30}) )?([а-яё]{3,20}) "
    r"([а-яё]{2,20}(?:вич|вича|вичу|вичем|виче|вна|вны|вне|вну|вной|ична|ичны|ичне|ичну|ичной))"
    r"(?![а-яё])"
)
_SMALL_SIGN = re.compile(r"(?:вич|вна|ична|вны|вне|вну|вной|ичн)")
_WITH_INITIALS = re.compile(
    rf"\b{_CAPITAL}\s[А-ЯЁ]\.\s?[А-ЯЁ]\b\.?|\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_CAPITAL}"
)
_INTRODUCED = re.compile(
    rf"(?:\b[Мм]еня зовут|\b[Зз]овут меня|\b[Мм]о[её] имя|\b[Фф]амилия)[\s:—-]{{1,3}}({_CAPITAL})"
)
_LAST_WORD = re.compile(r"([А-Яа-яЁё]+)\.?\s{0,2}$")
_HOUSE = re.compile(
    r"\s?,?\s?(?:д(?:ом)?\b\.?\s?)?№?\s?\d{1,3}[а-е]?(?![\d-]|\s?(?:л[её]т|год|г\.))", re.IGNORECASE
)
_SURNAME_LIKE = re.compile(
    r"(?:(?:ов|ев|ин|ын)(?:а|у|ым|е|ой|ых|ы)?|[сц]к(?:ий|ая|ого|ому|ой|им|ую)|енко|[ую]к|ян|дзе|швили)$"
)
# «Непомнящий», «Белый»: ordinary words that are surnames before a name with its patronymic.
_LIKE_AN_ADJECTIVE = re.compile(r"(?:[иыо]й|[ая]я|[ое]го|[ое]му|[иы]м|[ую]ю|[иы]х)$")
_COURTEOUS = re.compile(
    r"(?:(?:много)?уважаем|дорог|добр|мил|любим|нов|бывш|сам|перв|главн)\w{2,3}$"
)
_LOOK_BACK = 16
# Streets, villages, hospitals and schools bear names of persons who are no secret.
_NAMED_AFTER = STREET_WORDS | (SETTLEMENT_WORDS - BARE_LETTERS) | {"т", "кт", "им", "имени"}
_KINDS = ("Name", "Surn", "Patr")


def find_names(text: str) -> Iterator[Span]:
    """Yield the stretches that are names of persons; they may overlap."""
    for run in _RUN.finditer(text):
        yield from _in_run(text, run.start(), run.end())
    for pattern in (_WITH_INITIALS, _INTRODUCED):
        for found in pattern.finditer(text):
            start, end = found.span(found.lastindex or 0)
            if not _is_of_street(text, start, end):
                yield Span("name", start, end)
    if _SMALL_SIGN.search(text):
        yield from _in_small_letters(text)


def _in_run(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the names in a run of words with capitals, the longest first."""
    words = [(start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])]
    index = 0
    while index < len(words) - 1:
        length = _length_of_name(text, words[index:])
        last = words[index + max(length, 1) - 1][1]
        # No street bears all three parts of a name: that is always a person.
        if length == 3 or (length and not _is_of_street(text, words[index][0], last)):
            yield Span("name", words[index][0], last)
        index += length or 1


def _length_of_name(text: str, words: list[tuple[int, int]]) -> int:
    """Return how many of the first words are one full name, 0 if they are not."""
    said = [text[start:end].lower().replace("ё", "е") for start, end in words[:3]]
    for length in (3, 2):
        if len(said) >= length and _is_full_name(said[:length]):
            return length
    return 0


def _is_full_name(words: list[str]) -> bool:
    """Return whether each word can be another part of a name, one of them the first name."""
    if any(len(word) < 2 for word in words):
        return False
    if len(words) == 3 and _may_be(words[1], "Name") and _may_be(words[2], "Patr"):
        first = words[0]
        if _LIKE_AN_ADJECTIVE.search(first) and not _COURTEOUS.match(first):
            return True
    parts = [[kind for kind in _KINDS if _may_be(word, kind)] for word in words]
    return any(len(set(chosen)) == len(chosen) and "Name" in chosen for chosen in product(*parts))


def _may_be(word: str, kind: str) -> bool:
    if kind == "Surn":
        parts = word.split("-")
        return any(
            is_name_part(part, "Surn") or (_is_surname_like(part) and not is_common(part))
            for part in parts
        )
    # Guesses are no good for first names: half of unknown words look like one.
    return is_common(word) and is_name_part(word, kind)


def _is_surname_like(word: str) -> bool:
    return len(word) > 4 and _SURNAME_LIKE.search(word) is not None


def _in_small_letters(text: str) -> Iterator[Span]:
    for found in _SMALL.finditer(text):
        surname, name, patronymic = (part or "" for part in found.groups())
        if not _may_be(name, "Name") or not is_name_part(patronymic, "Patr"):
            continue
        with_surname = bool(surname) and _may_be(surname, "Surn")
        yield Span("name", found.start(1 if with_surname else 2), found.end())


def _is_of_street(text: str, start: int, end: int) -> bool:
    """Return whether the name is a street: by a type word, or as «Надежды Плевицкой, 25»."""
    if _follows_street_word(text, start):
        return True
    parts = text[start:end].lower().replace("ё", "е").split()
    if len(parts) != 2 or not any(is_genitive(part) for part in parts):
        return False
    # «По Карла Маркса» wants another case of a person: it is a street that does not bend.
    return _HOUSE.match(text, end) is not None or _last_word(text, start) == "по"


def _follows_street_word(text: str, start: int) -> bool:
    return _last_word(text, start) in _NAMED_AFTER


def _last_word(text: str, start: int) -> str:
    before = _LAST_WORD.search(text[max(0, start - _LOOK_BACK) : start])
    return before.group(1).lower().replace("ё", "е") if before is not None else ""
