"""Settlements by a type word or by the dictionary of place names, with no list of a district.

For texts of a place whose gazetteer is not at hand; with one ``Gazetteer`` is surer.
"""

from collections.abc import Sequence

from otklik.understanding.morphology import is_place_name, tags
from otklik.understanding.place_words import BARE_LETTERS, NOT_AFTER, SETTLEMENT_WORDS
from otklik.understanding.tokens import Token

# What these words name is water, a wood or a wider land, not a settlement.
_NATURE = frozenset(
    (
        *("река", "реки", "реке", "реку", "рекой", "озеро", "озера", "озере", "озеру"),
        *("пруд", "пруда", "пруду", "пруде", "лес", "леса", "лесу", "роща", "рощи", "роще"),
        *("область", "области", "край", "края", "республика", "республики", "республике"),
    )
)
_WIDER = frozenset(("россия", "россии", "россию", "россией", "рф", "европа", "европе", "европы"))
_SHORTENED = frozenset(("дер", "пос", "пгт", "рп"))
LONGEST_NAME = 3


def spot_settlements(
    tokens: Sequence[Token], text: str, taken: Sequence[tuple[int, int]] = ()
) -> list[str]:
    """Return the names of settlements as written, in order; ``taken`` are names of streets."""
    streets = {place for first, after in taken for place in range(first, after)}
    found: list[str] = []
    done = 0
    for index in range(len(tokens)):
        if index < done or index in streets:
            continue
        after = index
        if _is_type_word(tokens, index, text):
            after = _end_of_name(tokens, index + 1, text, streets)
            first = index + 1
        if after <= index and (_is_known(tokens, index) or _goes_on(tokens, index, done, text)):
            first, after = index, index + 1
        if after > index:
            found.append(text[tokens[first].start : tokens[after - 1].end])
            done = after
    return found


def _is_type_word(tokens: Sequence[Token], index: int, text: str) -> bool:
    word = tokens[index]
    if word.word not in SETTLEMENT_WORDS or index + 1 >= len(tokens):
        return False
    between = text[word.end : tokens[index + 1].start]
    if word.word in BARE_LETTERS:
        return between.startswith(".") and not between.strip(". ")
    # After a whole word a dot ends the sentence: «в центре города. Спасибо».
    return not between.strip(' «".' if word.word in _SHORTENED else ' «"')


def _end_of_name(tokens: Sequence[Token], first: int, text: str, streets: set[int]) -> int:
    """Return the token after the name that begins here; ``first - 1`` when none does."""
    after = first
    while after < len(tokens) and after - first < LONGEST_NAME and after not in streets:
        if not tokens[after].is_capital or (after > first and not _is_one(tokens, after, text)):
            break
        after += 1
    if after == first or (after < len(tokens) and tokens[after].word in NOT_AFTER):
        return first - 1
    return after


def _is_one(tokens: Sequence[Token], index: int, text: str) -> bool:
    """Tell whether the word goes on a name: by a hyphen, or as its adjective's noun."""
    between = text[tokens[index - 1].end : tokens[index].start]
    return between == "-" or (between == " " and "ADJF" in tags(tokens[index - 1].word))


def _goes_on(tokens: Sequence[Token], index: int, done: int, text: str) -> bool:
    """Tell whether a dash leads here from the name before: «дорога Матур – Анчул»."""
    if not done or done != index or not tokens[index].is_capital:
        return False
    between = text[tokens[index - 1].end : tokens[index].start]
    return between.strip(" ") in ("-", "–", "—") and len(between) > 1


def _is_known(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the dictionary has the word as the name of a place and as nothing else."""
    token = tokens[index]
    if not token.is_capital or token.word in _WIDER or not is_place_name(token.word):
        return False
    if index and _is_abbreviation(tokens[index - 1]) and not token.written.isupper():
        return False
    around = [tokens[place].word for place in (index - 1, index + 1) if 0 <= place < len(tokens)]
    return not any(word in _NATURE or word in NOT_AFTER for word in around)


def _is_abbreviation(token: Token) -> bool:
    """Tell whether it is one as before the name of an organisation: «ТСН Курск»."""
    return len(token.written) >= 3 and token.written.isupper() and token.written.isalpha()
