"""Settlements of the registry in a text, and how surely the text is about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from otklik.core.reasons import Reason
from otklik.core.text import words
from otklik.understanding.morphology import is_common
from otklik.understanding.place_index import Match, PlaceIndex
from otklik.understanding.place_words import (
    BARE_LETTERS,
    NOT_AFTER,
    PREPOSITIONS,
    SETTLEMENT_WORDS,
    WHERE,
)
from otklik.understanding.reading import Guess
from otklik.understanding.spelling import SHORTEST_SLIP
from otklik.understanding.tokens import Token

WITH_TYPE_WORD = 0.95
BY_NAME = 0.85
BY_FORM = 0.75
UNSURE = 0.6
AMBIGUOUS = 0.2
# Several settlements named alike: none of them can be taken over by the machine.
ONE_OF_SEVERAL = 0.5
BESIDE = 2


@dataclass(frozen=True, slots=True)
class FoundSettlement:
    """The likeliest settlement, and the codes of all the text may mean alike if it is not one."""

    guess: Guess | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    codes: tuple[str, ...]
    confidence: float
    is_where: bool
    written: str
    is_beside_street: bool = False

    @property
    def code(self) -> str:
        return self.codes[0]

    @property
    def is_ambiguous(self) -> bool:
        return len(self.codes) > 1


class SettlementFinder:
    """Finds the settlement a text is about among those of an index."""

    def __init__(self, index: PlaceIndex) -> None:
        """Take the index of settlements."""
        self._index = index

    def find(
        self, tokens: Sequence[Token], text: str, taken: Sequence[tuple[int, int]]
    ) -> FoundSettlement:
        """Return the settlement; tokens inside ``taken`` stretches are names of streets."""
        mentions = self._mentions(tokens, text, taken)
        if not mentions:
            return FoundSettlement()
        best = max(mentions, key=lambda m: (not m.is_ambiguous, _rank(m), m.confidence))
        if best.is_ambiguous:
            unsure = Guess(best.code, AMBIGUOUS, (Reason("ambiguous_place"),))
            return FoundSettlement(unsure, best.codes)
        rivals = {m.code: m for m in mentions if _rank(m) == _rank(best) and not m.is_ambiguous}
        rivals[best.code] = best
        said = ", ".join(m.written for m in rivals.values())
        share = ONE_OF_SEVERAL if len(rivals) > 1 else 1.0
        confidence = round(best.confidence * share, 3)
        guess = Guess(best.code, confidence, (Reason("place_in_text", {"words": said}),))
        return FoundSettlement(guess, tuple(rivals) if len(rivals) > 1 else ())

    def all_in(
        self, tokens: Sequence[Token], text: str, taken: Sequence[tuple[int, int]]
    ) -> list[str]:
        """Return the codes of all settlements named, in order, each once."""
        return list(dict.fromkeys(m.code for m in self._mentions(tokens, text, taken)))

    def place_of(self, guess: Guess | None, tokens: Sequence[Token], text: str) -> int | None:
        """Return the number of the token after the settlement in the text; None if not there."""
        if guess is None:
            return None
        for index, token in enumerate(tokens):
            if not self._index.begins(token.word):
                continue
            match = self._index.at(tokens, index, text, may_slip=False)
            if match is not None and any(entry.code == guess.code for entry in match.entries):
                return match.after
        return None

    def _mentions(
        self, tokens: Sequence[Token], text: str, taken: Sequence[tuple[int, int]]
    ) -> list[_Mention]:
        streets = {place for first, after in taken for place in range(first, after)}
        found: list[_Mention] = []
        done = 0
        for index, token in enumerate(tokens):
            slip = _may_slip(tokens, index)
            if index < done or index in streets or not (slip or self._index.begins(token.word)):
                continue
            match = self._index.at(tokens, index, text, may_slip=slip)
            mention = _mention(match, tokens, text) if match else None
            if match is None or mention is None:
                continue
            if found and done == index - 1 and tokens[done].word == "и":
                # «В Малых и Больших Арбатах»: the preposition is said once for both.
                mention = replace(mention, is_where=found[-1].is_where)
            found.append(replace(mention, is_beside_street=_is_beside(match, taken)))
            done = match.after
        return found


def _rank(mention: _Mention) -> int:
    """Return how well the words say that it is here: its street, a type word, «в», the rest."""
    if mention.is_beside_street:
        return 3
    return 2 if mention.confidence >= WITH_TYPE_WORD else int(mention.is_where)


def _may_slip(tokens: Sequence[Token], index: int) -> bool:
    if len(tokens[index].word) < SHORTEST_SLIP:
        return False
    before = tokens[index - 1].word if index else ""
    if before in SETTLEMENT_WORDS:
        return True
    return tokens[index].is_capital and (before in PREPOSITIONS or index == 0)


def _is_beside(match: Match, taken: Sequence[tuple[int, int]]) -> bool:
    """Return whether a street stands next to the settlement, a word or two between."""
    return any(
        0 <= first - match.after <= BESIDE or 0 <= match.first - after <= BESIDE
        for first, after in taken
    )


def _mention(match: Match, tokens: Sequence[Token], text: str) -> _Mention | None:
    first, last = tokens[match.first], tokens[match.after - 1]
    before = tokens[match.first - 1] if match.first else None
    if _is_of_a_district(match, tokens, text):
        return None
    written = text[first.start : last.end]
    entry = match.entries[0]
    is_nominative = words(written) == words(entry.name)
    is_common_word = match.after - match.first == 1 and is_common(first.word)
    preposition = before.word if before is not None and before.word in PREPOSITIONS else ""
    is_led = bool(preposition) or (before is not None and before.word.startswith("жител"))
    if before is not None and _is_type_word(before, first, text, is_nominative):
        confidence = UNSURE if match.is_misspelt else WITH_TYPE_WORD
    elif not first.is_capital and (is_common_word or not (is_led or is_nominative)):
        if not _is_long(match, tokens):
            return None
        confidence = UNSURE
    elif match.is_misspelt or is_common_word:
        confidence = UNSURE
    else:
        confidence = BY_NAME if is_nominative and first.is_capital else BY_FORM
    codes = tuple(one.code for one in match.entries)
    return _Mention(codes, confidence, preposition in WHERE, written)


def _is_long(match: Match, tokens: Sequence[Token]) -> bool:
    """Return whether it is a name of two whole words, hard to mistake in small letters."""
    parts = tokens[match.first : match.after]
    return len(parts) > 1 and all(len(token.word) > 3 for token in parts)


def _is_type_word(before: Token, first: Token, text: str, is_nominative: bool) -> bool:
    if before.word not in SETTLEMENT_WORDS:
        return False
    between = text[before.end : first.start]
    if before.word in BARE_LETTERS:
        return "." in between or (is_nominative and not before.is_capital and between == " ")
    return not between.strip(' .«"')


def _is_of_a_district(match: Match, tokens: Sequence[Token], text: str) -> bool:
    if match.after >= len(tokens):
        return False
    following = tokens[match.after]
    between = text[tokens[match.after - 1].end : following.start]
    if following.word == "р" and not text.startswith("-н", following.end):
        return False
    return following.word in NOT_AFTER and not between.strip()
