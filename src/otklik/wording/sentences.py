"""Sentences of a Russian text, with their places in it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_END = re.compile(r"[.!?…]+[»\")]*(?=\s|$)|\n+|;\s*\n")
# A point behind these ends no sentence: «ул. Ленина», «12 г. Абакан», «т. д.».
_SHORTENED = frozenset(
    {
        "г",
        "га",
        "гг",
        "гр",
        "д",
        "дер",
        "доб",
        "дом",
        "др",
        "е",
        "им",
        "каб",
        "кв",
        "км",
        "коп",
        "корп",
        "м",
        "мкр",
        "млн",
        "н",
        "обл",
        "п",
        "пер",
        "пл",
        "пос",
        "пп",
        "пр",
        "просп",
        "р-н",
        "руб",
        "с",
        "см",
        "ст",
        "стр",
        "т",
        "тел",
        "тыс",
        "ул",
        "ч",
        "шт",
        "э",
    }
)
_LAST_WORD = re.compile(r"([\w-]+)$")
_WORD = re.compile(r"[0-9A-Za-zÀ-ÿ\u0400-\u04ff]+(?:-[0-9A-Za-zÀ-ÿ\u0400-\u04ff]+)*")
_NEXT = re.compile(r"\s+[А-ЯЁ][а-яё]+\s+[а-яё]")
_BULLET = re.compile(r"\s*(?:\d{1,2}|[а-я])$")


class Sentence(NamedTuple):
    """A sentence and where it stands."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> list[str]:
        """The words as written; parts joined by a hyphen are one."""
        return words_in(self.text)


def words_in(text: str) -> list[str]:
    """Return the words and numbers of a text as written."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences that hold a word, in order."""
    return [one for one in _cut(text) if _WORD.search(one.text)]


def _cut(text: str) -> Iterator[Sentence]:
    start = 0
    for found in _END.finditer(text):
        if found.group().startswith(".") and not _ends(text, start, found):
            continue
        yield Sentence(text[start : found.end()], start, found.end())
        start = found.end()
    yield Sentence(text[start:], start, len(text))


def _ends(text: str, start: int, found: "re.Match[str]") -> bool:
    """Tell whether the point ends a sentence: not behind a short form, an initial, a number."""
    before = text[max(start, found.start() - 20) : found.start()]
    if _BULLET.fullmatch(text[start : found.start()][:8]):
        return False
    last = _LAST_WORD.search(before)
    if last is None:
        return True
    word = last.group(1)
    if word.lower() in _SHORTENED or (len(word) == 1 and word.isupper()):
        # «… в 2027 г. Подрядчик …»: a year at the end, a capital letter after it.
        return (
            word.lower() == "г"
            and re.match(r"\s+[А-ЯЁ][а-яё]+\s+[а-яё]", text[found.end() :]) is not None
        )
    return True
