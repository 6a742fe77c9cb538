"""Streets by the pattern of the words around them, with no list of names."""

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.understanding.houses import HOUSE_WORDS, house_after, house_before, is_counted
from otklik.understanding.morphology import tags
from otklik.understanding.place_words import STREET_WORDS
from otklik.understanding.tokens import Token, stand_close

WITH_TYPE_WORD = 0.95
WITH_HOUSE = 0.85
LONGEST_NAME = 4
_ORDINAL_ENDINGS = frozenset(("я", "й", "ая", "ой", "ий", "ей", "го"))
# Words before which a type word is spoken of at large: «на улице темно», «наша улица».
_NOT_A_NAME = frozenset(
    ("и", "в", "на", "от", "до", "по", "не", "за", "у", "к", "с", "д", "дом", "дома", "кв", "нет")
)
_NO_PART_OF_A_NAME = STREET_WORDS | HOUSE_WORDS
_ENDINGS_OF_NAMES = ("ая", "яя", "ой", "ей", "ую", "юю", "ого", "его", "ое", "ый", "ий", "ом")
_FEMININE = ("ая", "яя", "ой", "ей", "ую", "юю")
# Only these are written with a dot; after a whole word it ends the sentence.
_SHORT = frozenset(("ул", "пер", "пр", "просп", "наб", "бул", "пл", "мкр", "т", "кт"))
_GENITIVES = ("а", "я", "ы", "и", "ов", "ев", "ко", "го", "их", "ых")


@dataclass(frozen=True, slots=True)
class StreetSpot:
    """A stretch of tokens that is the name of a street, and the house beside it.

    ``first`` and ``after`` are numbers of tokens, half-open, the type word left out;
    ``confidence`` is 0.95 with a type word and 0.85 by a house number alone.
    """

    first: int
    after: int
    words: str
    house: str
    confidence: float


def spot_streets(tokens: Sequence[Token], text: str) -> list[StreetSpot]:
    """Return the streets the text names by type word or house number, in order."""
    found: list[StreetSpot] = []
    done = 0
    for index, token in enumerate(tokens):
        if index < done:
            continue
        bounds = None
        confidence = WITH_TYPE_WORD
        if token.word in STREET_WORDS:
            bounds = _name_after(tokens, index, text) or _name_before(tokens, index, text, done)
        elif token.is_number or token.word in HOUSE_WORDS:
            bounds = _name_at_number(tokens, index, text, done)
            confidence = WITH_HOUSE
        elif token.word == "по" and house_before(tokens, index, text):
            bounds = _name_of_house(tokens, index + 1)
            confidence = WITH_HOUSE
        if bounds is not None:
            found.append(_spot(tokens, bounds, text, confidence))
            done = max(index + 1, bounds[1])
    return found


def _spot(
    tokens: Sequence[Token], bounds: tuple[int, int], text: str, confidence: float
) -> StreetSpot:
    first, after = bounds
    house = beside_house(tokens, first, after, text)
    written = text[tokens[first].start : tokens[after - 1].end]
    return StreetSpot(first, after, " ".join(written.split()), house, confidence)


def beside_house(tokens: Sequence[Token], first: int, after: int, text: str) -> str:
    """Return the house number after the street at these tokens, or before it; else blank."""
    behind = after
    if behind < len(tokens) and tokens[behind].word in STREET_WORDS:
        behind += 1
    ahead = first
    if ahead and tokens[ahead - 1].word in STREET_WORDS:
        ahead -= 1
    return house_after(tokens, behind, text) or house_before(tokens, ahead, text)


def _name_after(tokens: Sequence[Token], index: int, text: str) -> tuple[int, int] | None:
    first = index + 1
    if first < len(tokens) and tokens[first].word in ("т", "кт") and tokens[index].word == "пр":
        first += 1
    signs = ' .,«"' if tokens[first - 1].word in _SHORT else ' «"'
    if first >= len(tokens) or not stand_close(text, tokens[first - 1], tokens[first], signs=signs):
        return None
    after = _after_ordinal(tokens, first)
    if after == first:
        if not _may_begin(tokens[first], tokens[index]):
            return None
        after = first + 1
    while after < len(tokens) and after - first < LONGEST_NAME and _goes_on(tokens, after, text):
        after += 1
    return (first, after) if any(not token.is_number for token in tokens[first:after]) else None


def _after_ordinal(tokens: Sequence[Token], first: int) -> int:
    """Return the place after «3-я Песковская», «50 лет Октября»; ``first`` if it is neither."""
    if not tokens[first].word.isdigit() or first + 2 >= len(tokens):
        return first
    second, third = tokens[first + 1], tokens[first + 2]
    if second.word in _ORDINAL_ENDINGS and third.word not in STREET_WORDS:
        return first + 3
    if second.word in ("лет", "летия") and third.written[0].isupper():
        return first + 3
    return first


def _may_begin(token: Token, kind: Token) -> bool:
    if token.is_number or token.word in _NOT_A_NAME or token.word in STREET_WORDS:
        return False
    if token.is_capital:
        return len(token.word) > 1 or kind.word in _SHORT
    if len(token.word) < 4:
        return False
    # Small letters are believed of a street only, and in an adjective that agrees or a surname.
    marks = tags(token.word)
    if "VERB" in marks or "Apro" in marks:
        return False
    if kind.word in ("ул", "пер"):
        return bool({"ADJF", "NOUN"} & marks)
    agrees = "ADJF" in marks and token.word.endswith(_FEMININE)
    return kind.word.startswith("улиц") and (agrees or "Surn" in marks)


def _goes_on(tokens: Sequence[Token], index: int, text: str) -> bool:
    token, before = tokens[index], tokens[index - 1]
    if not token.is_capital or token.word in _NO_PART_OF_A_NAME or len(token.word) < 3:
        return False
    initial = len(before.word) == 1 and before.is_capital
    beside = stand_close(text, before, token, signs=" ." if initial else " ")
    return beside and before.is_capital


def _name_before(
    tokens: Sequence[Token], index: int, text: str, done: int
) -> tuple[int, int] | None:
    """Return «Кальная» of «Кальная улица»: adjectives with a capital right before."""
    if tokens[index].word.startswith(("м", "кварт")):
        # «Целый микрорайон» is no name; quarters are named after the word.
        return None
    first = index
    while first > done and _is_adjective_before(tokens, first, text):
        first -= 1
    return (first, index) if first < index else None


def _is_adjective_before(tokens: Sequence[Token], first: int, text: str) -> bool:
    token = tokens[first - 1]
    fits = token.is_capital and token.word.endswith(_ENDINGS_OF_NAMES) and len(token.word) > 4
    if not fits or text[token.end : tokens[first].start] != " ":
        return False
    marks = tags(token.word)
    return "ADJF" in marks and "Apro" not in marks


def _name_at_number(
    tokens: Sequence[Token], index: int, text: str, done: int
) -> tuple[int, int] | None:
    """Return «Семашко» of «Семашко, 14» and «Мира» of «Мира д. 5», looking back."""
    last = index - 1
    if last < done or not _is_house_at(tokens, index):
        return None
    token = tokens[last]
    if not stand_close(text, token, tokens[index], signs=" ,."):
        return None
    if last - 1 > done and tokens[last - 1].word == "лет" and token.is_capital:
        return (last - 2, index) if tokens[last - 2].is_number else None
    if not _is_street_like(token):
        return None
    first = last
    if last > done and _is_capital_beside(tokens[last - 1], token, text):
        first = last - 1
    return first, last + 1


def _name_of_house(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Return «Энергетиков» of «дом 11 по Энергетиков»."""
    fits = index < len(tokens) and _is_street_like(tokens[index])
    return (index, index + 1) if fits else None


def _is_house_at(tokens: Sequence[Token], index: int) -> bool:
    if tokens[index].word in HOUSE_WORDS:
        return index + 1 < len(tokens) and tokens[index + 1].is_number
    return len(tokens[index].word) <= 5 and not is_counted(tokens, index)


def _is_capital_beside(token: Token, after: Token, text: str) -> bool:
    is_beside = text[token.end : after.start] == " " and token.is_capital
    return is_beside and len(token.word) > 3 and bool({"ADJF", "Name"} & tags(token.word))


def _is_street_like(token: Token) -> bool:
    """Return whether the word alone looks like a street: «Заводская», «Гагарина», «Семашко»."""
    if not token.is_capital or len(token.word) < 4 or token.word in HOUSE_WORDS:
        return False
    marks = tags(token.word)
    if {"VERB", "PREP", "ADVB", "Apro", "INFN"} & marks:
        return False
    if "ADJF" in marks and token.word.endswith(("ая", "яя", "ой", "ую", "ое")):
        return True
    if "Surn" in marks and token.word.endswith(_GENITIVES):
        return True
    return "NOUN" in marks and "gent" in marks and "nomn" not in marks
