"""A text as duplicates see it: its words, its numbers and the names of places in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from otklik.core.text import clean_social, stem
from otklik.understanding.duplicates.marks import (
    BUILDING_WORDS,
    COUNTED_STEMS,
    FLAT_WORDS,
    LIGHT_STEMS,
    LIGHT_WEIGHT,
    LIGHT_WORDS,
    NUMBERED_STEMS,
    ORDINAL_STEMS,
    ORDINAL_TAILS,
    SHORT_WORD,
)
from otklik.understanding.houses import HOUSE_WORDS
from otklik.understanding.place_words import BARE_LETTERS, SETTLEMENT_WORDS, STREET_WORDS
from otklik.understanding.spelling import Spelling
from otklik.understanding.tokens import Token, tokens_of

# What is said in the first pages of a text tells it from others; the rest only costs time.
LONGEST_TEXT = 20_000
_LONGEST_WORD = 40
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+\s?7|8)[\s(.-]{0,3}\d(?:[\s().-]{0,3}\d){9}"
    r"|\(?9\d{2}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}|\d-?\d{2}-\d{2}-\d{2})(?!\d)"
)
_PARTS = re.compile(r"\d+(?:к\d+[а-е]?)?|\D+")
_CAPITAL_INSIDE = re.compile(r"(?<=[а-яё0-9,:;)»-] )[«\"]?([А-ЯЁ][а-яё]{2,30})")
_NOT_DIGIT = re.compile(r"\D")
_YEAR_LENGTH = 4
_TYPE_LETTERS = 2
_HOUSE_LETTERS = "абвгдежзи"
HEAVIEST_NUMBERS = 3
_PLACE_WORDS = STREET_WORDS | HOUSE_WORDS
_ENDINGS_OF_NAMES = ("ая", "ой", "ий")
_LIGHT_SPELLING = Spelling(LIGHT_WORDS)


@dataclass(frozen=True, slots=True)
class Number:
    """A number: ``value`` as compared («45к2»), and ``tail``, the letters that may belong to it.

    ``kind`` is house, flat, phone, count or number.
    """

    value: str
    kind: str
    tail: str = ""

    def fits(self, other: "Number") -> bool:
        """Return whether both may be one number: «3б» is in «3бпросьба», «4/1» in «4 1»."""
        if self.value == other.value:
            return True
        short, long = sorted((self, other), key=lambda number: len(number.value))
        is_longer_number = long.value[len(short.value) : len(short.value) + 1].isdigit()
        return not is_longer_number and (short.value + short.tail).startswith(long.value)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared. ``names`` are (kind, place in ``words``); kinds street, settlement."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    numbers: tuple[Number, ...]
    names: frozenset[tuple[str, int]]
    street_types: frozenset[str]
    # Stems of words written with a capital inside a sentence: likely names.
    capitals: frozenset[str]

    @property
    def weight(self) -> float:
        """Return how much there is to compare."""
        words = sum(map(weight_of, self.stems))
        return words + len(set(self.numbers)) * self.weight_of_a_number

    @property
    def weight_of_a_number(self) -> float:
        """Return how much one number tells; many of them (a torn link) no more than a few."""
        count = len(set(self.numbers))
        return min(count, HEAVIEST_NUMBERS) / count if count else 0.0

    @property
    def tokens(self) -> tuple[str, ...]:
        """Stems and numbers: what makes two texts one copy."""
        return (*self.stems, *(number.value for number in self.numbers))


@lru_cache(maxsize=16_384)
def lone_weight_of(word: str) -> float:
    """Return the weight of a word the other text lacks: a misspelt greeting is one too."""
    return LIGHT_WEIGHT if _LIGHT_SPELLING.near(word) else weight_of(stem(word))


def weight_of(word_stem: str) -> float:
    """Return how much a word tells: greetings and short words tell little."""
    is_light = len(word_stem) <= SHORT_WORD or word_stem in LIGHT_STEMS
    return LIGHT_WEIGHT if is_light else 1.0


# One message is compared with many candidates, one after the other.
@lru_cache(maxsize=256)
def wording_of(text: str) -> Wording:
    """Return the wording of the first 20,000 letters of a text."""
    plain = clean_social(text[:LONGEST_TEXT])
    phones = [
        Number(_NOT_DIGIT.sub("", found.group())[-10:], "phone") for found in _PHONE.finditer(plain)
    ]
    plain = _PHONE.sub(" ", plain)
    tokens = list(_split(tokens_of(plain)))
    words, numbers, names = _sorted_out(tokens, plain)
    types = {t.word[:_TYPE_LETTERS] for t in tokens if t.word in STREET_WORDS}
    return Wording(
        words=tuple(words),
        stems=tuple(map(stem, words)),
        numbers=(*numbers, *phones),
        names=frozenset(names),
        street_types=frozenset(types),
        capitals=frozenset(stem(word.lower()) for word in _CAPITAL_INSIDE.findall(plain)),
    )


def _split(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield words and numbers apart: a lost space glues them («ма9», «3бпросьба»)."""
    for token in tokens:
        if token.word.isalpha():
            is_long = len(token.word) > _LONGEST_WORD
            yield token._replace(word=token.word[:_LONGEST_WORD]) if is_long else token
            continue
        start = token.start
        for part in _PARTS.findall(token.word):
            end = start + len(part)
            written = token.written[start - token.start : end - token.start]
            yield Token(part[:_LONGEST_WORD], written or part, start, end)
            start = end


def _sorted_out(
    tokens: Sequence[Token], text: str
) -> tuple[list[str], list[Number], set[tuple[str, int]]]:
    words: list[str] = []
    numbers: list[Number] = []
    names: set[tuple[str, int]] = set()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.is_number:
            number, index = _number_at(tokens, index, text)
            numbers.append(number)
            if number.kind == "house" and words:
                names |= _name_before_house(words)
            continue
        if _is_numbered(tokens, index):
            numbers.append(Number(ORDINAL_STEMS[stem(token.word)], "number"))
        elif kind := _kind_of_name(tokens, index):
            names.add((kind, len(words)))
        words.append(token.word)
        index += 1
    return words, numbers, names


def _number_at(tokens: Sequence[Token], index: int, text: str) -> tuple[Number, int]:
    """Return the number at the index and the index after what belongs to it."""
    token = tokens[index]
    kind = _kind_of_number(tokens, index)
    value = token.word.lstrip("0") or "0"
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None:
        return Number(value, kind), index + 1
    if following.is_number and kind == "house":
        # «4 1» may be «4/1» with its sign lost.
        part = f"/{following.word}"
        if text[token.end : following.start] == "/":
            return Number(value + part, kind), index + 2
        return Number(value, kind, part), index + 1
    if _is_building(tokens, index + 1):
        return Number(f"{value}к{tokens[index + 2].word}", kind), index + 3
    value, tail, after = _with_letters(value, following, is_glued=following.start == token.end)
    return Number(value, kind, tail), index + after


def _is_building(tokens: Sequence[Token], index: int) -> bool:
    is_followed = index + 1 < len(tokens) and tokens[index + 1].is_number
    return is_followed and tokens[index].word in BUILDING_WORDS


def _with_letters(value: str, following: Token, *, is_glued: bool) -> tuple[str, str, int]:
    """Return the number with its letter, what may belong to it, and how many tokens it took."""
    if not is_glued:
        return value, following.word if len(following.word) == 1 else "", 1
    if following.word in ORDINAL_TAILS:
        return value, "", 2
    if following.word in _HOUSE_LETTERS and len(value) < _YEAR_LENGTH:
        return value + following.word, "", 2
    return value, following.word, 1


def _kind_of_number(tokens: Sequence[Token], index: int) -> str:
    before = tokens[index - 1].word if index else ""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if before in FLAT_WORDS:
        return "flat"
    if before in HOUSE_WORDS:
        return "house"
    if following is not None and stem(following.word) in COUNTED_STEMS:
        return "count"
    beside = [token.word for token in tokens[max(0, index - 3) : index]]
    is_behind_street = any(word in STREET_WORDS for word in beside)
    is_behind_name = index > 0 and tokens[index - 1].is_capital and len(before) > SHORT_WORD
    return "house" if is_behind_street or is_behind_name else "number"


def _name_before_house(words: Sequence[str]) -> set[tuple[str, int]]:
    """Return the place of «пушкина» of «пушкина дом 5»."""
    last = len(words) - 1
    while last > 0 and words[last] in _PLACE_WORDS:
        last -= 1
    return {("street", last)} if _may_be_name(words[last]) else set()


def _is_numbered(tokens: Sequence[Token], index: int) -> bool:
    """Return whether an ordinal in words counts entrances or floors («второй подъезд»)."""
    if index + 1 == len(tokens) or stem(tokens[index].word) not in ORDINAL_STEMS:
        return False
    return stem(tokens[index + 1].word) in NUMBERED_STEMS


def _kind_of_name(tokens: Sequence[Token], index: int) -> str:
    token = tokens[index]
    before = tokens[index - 1].word if index else ""
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    kind = ""
    if before in SETTLEMENT_WORDS and (token.is_capital or before not in BARE_LETTERS):
        kind = "settlement"
    elif before in STREET_WORDS or (
        following in STREET_WORDS and token.word.endswith(_ENDINGS_OF_NAMES)
    ):
        kind = "street"
    is_name = kind and token.word not in _PLACE_WORDS and _may_be_name(token.word)
    return kind if is_name else ""


def _may_be_name(word: str) -> bool:
    """Return whether the word may be a name; «Мира» has a short stem and is one."""
    return len(word) > SHORT_WORD and stem(word) not in LIGHT_STEMS
