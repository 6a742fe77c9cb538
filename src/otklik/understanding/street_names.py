"""Streets of the registry in a text; a name alone is not enough, something must say street."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.understanding.houses import HOUSE_WORDS, house_before, is_counted
from otklik.understanding.morphology import tags
from otklik.understanding.place_index import Match, PlaceIndex
from otklik.understanding.place_words import LANE_WORDS, STREET_WORDS
from otklik.understanding.reading import PlaceEntry
from otklik.understanding.spelling import SHORTEST_SLIP
from otklik.understanding.streets import beside_house
from otklik.understanding.tokens import Token, stand_close

WITH_TYPE_WORD = 0.95
WITH_HOUSE = 0.85
AFTER_PREPOSITION = 0.75
WEAK = 0.6
_ON = frozenset(("по", "на"))


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
        entries = of_kind(match.entries, beside)
        found.append(StreetMatch(entries, index, match.after, written, house, confidence))
    return sorted(found, key=lambda m: (-m.confidence, not m.house))


def _may_slip(tokens: Sequence[Token], index: int) -> bool:
    if not index or len(tokens[index].word) < SHORTEST_SLIP:
        return False
    return tokens[index - 1].word in STREET_WORDS or (
        tokens[index].is_capital and tokens[index - 1].word in _ON
    )


def of_kind(entries: tuple[PlaceEntry, ...], type_words: Iterable[str]) -> tuple[PlaceEntry, ...]:
    """Return the entries that fit the type words: a lane («переулок») is no street."""
    said = STREET_WORDS.intersection(type_words)
    if not said:
        return entries
    is_lane = bool(said & LANE_WORDS)
    fitting = tuple(e for e in entries if (e.type_label.strip(". ") in LANE_WORDS) == is_lane)
    return fitting or entries


def _evidence(match: Match, settlements: PlaceIndex, tokens: Sequence[Token], text: str) -> float:
    """Return how surely the name is a street here; 0 when nothing says so."""
    before = tokens[match.first - 1] if match.first else None
    following = tokens[match.after] if match.after < len(tokens) else None
    first, last = tokens[match.first], tokens[match.after - 1]
    if before is not None and before.word in STREET_WORDS:
        return WITH_TYPE_WORD if not match.is_misspelt else WEAK
    is_after = following is not None and following.word in STREET_WORDS
    if is_after and following is not None and stand_close(text, last, following, signs=" "):
        return WITH_TYPE_WORD if not match.is_misspelt else WEAK
    is_on = before is not None and before.word in _ON
    has_house = _has_house(match, tokens, text)
    if has_house and not match.is_misspelt:
        is_spoken = first.is_capital or is_on
        if is_spoken or (before is not None and settlements.begins(before.word)):
            return WITH_HOUSE if first.is_capital else WEAK
    if is_on and first.is_capital and not _belongs_to_noun(match, following, tokens, text):
        return WEAK if match.is_misspelt else AFTER_PREPOSITION
    return 0.0


def _has_house(match: Match, tokens: Sequence[Token], text: str) -> bool:
    last = tokens[match.after - 1]
    if match.after < len(tokens):
        following = tokens[match.after]
        is_house = following.is_number and not is_counted(tokens, match.after)
        if (is_house or following.word in HOUSE_WORDS) and stand_close(text, last, following):
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
    return "NOUN" in marks and not {"VERB", "PREP", "ADVB", "CONJ"} & marks
