"""Streets of the registry in a text; a name alone is not enough, something must say street."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.core.text import words
from otklik.understanding.houses import HOUSE_WORDS, house_before, is_counted
from otklik.understanding.morphology import agree, tags
from otklik.understanding.place_index import Match, PlaceIndex
from otklik.understanding.place_words import (
    AREA_WORDS,
    CORNER_WORDS,
    LANE_WORDS,
    STREET_WORDS,
)
from otklik.understanding.reading import PlaceEntry
from otklik.understanding.spelling import SHORTEST_SLIP
from otklik.understanding.streets import beside_house
from otklik.understanding.tokens import Token, stand_close

WITH_TYPE_WORD = 0.95
WITH_HOUSE = 0.85
AFTER_PREPOSITION = 0.75
WEAK = 0.6
_ON = frozenset(("по", "на"))
# «Им. Максима»: so many words may part a name from its type word.
_PASSED_OVER = 2


@dataclass(frozen=True, slots=True)
class StreetMatch:
    """Streets of one name at tokens ``first``..``after``, the house beside, and how sure."""

    entries: tuple[PlaceEntry, ...]
    first: int
    after: int
    words: str
    house: str
    confidence: float


def street_matches(
    streets: PlaceIndex, settlements: PlaceIndex, tokens: Sequence[Token], text: str
) -> list[StreetMatch]:
    """Return the streets of the registry the text names, the surest first."""
    found: list[StreetMatch] = []
    done = 0
    for index, token in enumerate(tokens):
        slip = _may_slip(tokens, index)
        if index < done or not (slip or streets.begins(token.word)):
            continue
        match = streets.at(tokens, index, text, may_slip=slip)
        confidence = _evidence(match, settlements, tokens, text) if match else 0.0
        if match is None or not confidence:
            continue
        done = match.after
        written = " ".join(token.written for token in tokens[index : match.after])
        house = beside_house(tokens, index, match.after, text)
        beside = [tokens[i].word for i in (index - 1, match.after) if 0 <= i < len(tokens)]
        entries = of_kind(_bent(match.entries, tokens, match), beside)
        if entries:
            found.append(StreetMatch(entries, index, match.after, written, house, confidence))
    return sorted(found, key=lambda m: (-m.confidence, not m.house))


def _may_slip(tokens: Sequence[Token], index: int) -> bool:
    if not index or len(tokens[index].word) < SHORTEST_SLIP:
        return False
    return tokens[index - 1].word in STREET_WORDS or (
        tokens[index].is_capital and tokens[index - 1].word in _ON
    )


def of_kind(entries: tuple[PlaceEntry, ...], type_words: Iterable[str]) -> tuple[PlaceEntry, ...]:
    """Return the entries that fit the type words: a lane («переулок») is no street.

    None may fit where a square or a quarter is spoken of.
    """
    said = STREET_WORDS.intersection(type_words)
    if not said:
        return entries
    for area in AREA_WORDS:
        if said & area:
            labels = {*area, ""}
            return tuple(e for e in entries if e.type_label.strip(". ") in labels)
    is_lane = bool(said & LANE_WORDS)
    fitting = tuple(e for e in entries if (e.type_label.strip(". ") in LANE_WORDS) == is_lane)
    return fitting or entries


def _bent(
    entries: tuple[PlaceEntry, ...], tokens: Sequence[Token], match: Match
) -> tuple[PlaceEntry, ...]:
    """Leave out, after «на» and «по», names in the nominative: «на Лесной» is no «Лесной»."""
    if not match.first or tokens[match.first - 1].word not in _ON:
        return entries
    written = [token.word for token in tokens[match.first : match.after]]
    bent = tuple(entry for entry in entries if words(entry.name) != written)
    return bent or entries


def _before_name(match: Match, tokens: Sequence[Token]) -> Token | None:
    """Return the word before the name, «имени» and a first name passed over."""
    place = match.first - 1
    while place >= max(0, match.first - _PASSED_OVER) and _is_passed_over(tokens[place]):
        place -= 1
    return tokens[place] if place >= 0 else None


def _is_passed_over(token: Token) -> bool:
    if token.word in ("им", "имени"):
        return True
    return token.is_capital and len(token.word) > 2 and "Name" in tags(token.word)


def _evidence(match: Match, settlements: PlaceIndex, tokens: Sequence[Token], text: str) -> float:
    """Return how surely the name is a street here; 0 when nothing says so."""
    before = tokens[match.first - 1] if match.first else None
    following = tokens[match.after] if match.after < len(tokens) else None
    last = tokens[match.after - 1]
    # «На 5-й Линии»: the number has no capital, its name has.
    named = tokens[match.first : match.after]
    is_capital = named[0].is_capital or (named[0].is_number and named[-1].is_capital)
    called = _before_name(match, tokens)
    if called is not None and called.word in STREET_WORDS:
        return WITH_TYPE_WORD if not match.is_misspelt else WEAK
    is_after = following is not None and following.word in STREET_WORDS
    if is_after and following is not None and stand_close(text, last, following, signs=" "):
        return WITH_TYPE_WORD if not match.is_misspelt else WEAK
    is_on = before is not None and before.word in _ON | CORNER_WORDS
    has_house = _has_house(match, tokens, text)
    if has_house and not match.is_misspelt:
        is_spoken = is_capital or is_on
        if is_spoken or (before is not None and settlements.begins(before.word)):
            return WITH_HOUSE if is_capital else WEAK
    if is_on and is_capital and not _belongs_to_noun(match, following, tokens, text):
        return WEAK if match.is_misspelt else AFTER_PREPOSITION
    return 0.0


def _has_house(match: Match, tokens: Sequence[Token], text: str) -> bool:
    last = tokens[match.after - 1]
    if match.after < len(tokens):
        following = tokens[match.after]
        is_house = following.is_number and not is_counted(tokens, match.after)
        if (is_house or following.word in HOUSE_WORDS) and stand_close(
            text, last, following, signs=" ,.№-–"
        ):
            return True
    return bool(house_before(tokens, match.first, text))


def _belongs_to_noun(
    match: Match, following: Token | None, tokens: Sequence[Token], text: str
) -> bool:
    """Return whether the name is an adjective of the next word: «на Школьной площадке»."""
    last = tokens[match.after - 1]
    if following is None or following.is_number or text[last.end : following.start] != " ":
        return False
    if "ADJF" not in tags(last.word):
        return False
    marks = tags(following.word)
    if {"VERB", "PREP", "ADVB", "CONJ"} & marks:
        return False
    return agree(last.word, following.word)
