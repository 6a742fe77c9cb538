"""Finds the settlement, street and house a text speaks of, among the places of a district."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.core.reasons import Reason
from otklik.core.text import words
from otklik.understanding.houses import house_after, landmark_in
from otklik.understanding.place_index import PlaceIndex
from otklik.understanding.place_words import (
    SETTLEMENT_WORDS,
    STREET_WORDS,
)
from otklik.understanding.reading import Guess, PlaceEntry, PlaceReading
from otklik.understanding.settlements import SettlementFinder
from otklik.understanding.street_names import StreetMatch, of_kind, street_matches
from otklik.understanding.streets import StreetSpot, spot_streets
from otklik.understanding.tokens import Token, tokens_of

__all__ = ["STREET_WORDS", "Gazetteer"]

FROM_FILE = 1.0
ONLY_STREET = 0.65
AMBIGUOUS = 0.2
SURE_OF_SETTLEMENT = 0.6
# A message tells its place at once; what comes after this many letters is not looked at.
LONGEST_TEXT = 20_000
_TYPE_WORDS = STREET_WORDS | SETTLEMENT_WORDS
# «Таштыпский р-н, с. Имек»: the district and the council are not the settlement.
_WIDER = re.compile(r"[\w-]+\s+(?:р-н|район|сельсовет|с/с|область|обл)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Hints:
    settlement: str
    street: str
    house: str


class Gazetteer:
    """The places of a district with all their case forms, made once and asked many times."""

    def __init__(self, entries: Iterable[PlaceEntry]) -> None:
        """Bend the names of all entries."""
        known = tuple(entries)
        self._settlements = PlaceIndex(known, "settlement")
        self._streets = PlaceIndex(known, "street")
        self._finder = SettlementFinder(self._settlements)

    def find(
        self, text: str, *, settlement_name: str = "", street_name: str = "", house: str = ""
    ) -> PlaceReading:
        """Return the place: the columns of a file win over the text.

        Confidence of a settlement: 1 by the file; 0.95 with a type word beside the name; 0.85
        the name as it is in the registry, 0.75 another case form, 0.6 one slip or a name that
        is also a common word; halved when the text names several settlements alike; 0.65 when
        only the street tells it. Of a street: 1 by the file; 0.95 with a type word, 0.85 with a
        house number, 0.75 after «по» or «на», 0.6 misspelt or in small letters; 0.2 when several
        settlements have it and none is known.
        """
        text = text[:LONGEST_TEXT]
        hints = _Hints(settlement_name, street_name, house.strip())
        tokens = tokens_of(text)
        spots = spot_streets(tokens, text)
        matches = street_matches(self._streets, self._settlements, tokens, text)
        taken = [*((s.first, s.after) for s in spots if s.confidence > 0.9)]
        taken += [(m.first, m.after) for m in matches]
        in_text = self._finder.find(tokens, text, taken)
        settlement = self._named_settlement(hints.settlement) or in_text
        if _disagree(settlement, in_text):
            # The text speaks of another village: its streets are not those of this one.
            spots, matches = [], []
        return self._place(hints, settlement, matches, spots, tokens, text)

    def settlements_in(self, text: str) -> list[str]:
        """Return the codes of all settlements the text names, in order, each once."""
        text = text[:LONGEST_TEXT]
        tokens = tokens_of(text)
        spots = spot_streets(tokens, text)
        taken = [*((s.first, s.after) for s in spots if s.confidence > 0.9)]
        return self._finder.all_in(tokens, text, taken)

    def _place(
        self,
        hints: _Hints,
        settlement: Guess | None,
        matches: Sequence[StreetMatch],
        spots: Sequence[StreetSpot],
        tokens: Sequence[Token],
        text: str,
    ) -> PlaceReading:
        landmark = landmark_in(text)
        if hints.street.strip():
            named = self._named_streets(hints.street)
            reason = Reason("place_from_file")
            street, settlement = _inside(named, FROM_FILE, reason, settlement)
            number = hints.house or _house_of(street, matches)
            written = "" if street else hints.street.strip()
            return PlaceReading(settlement, street, number, landmark, written)
        for match in matches:
            reason = Reason("place_in_text", {"words": match.words})
            street, home = _inside(match.entries, match.confidence, reason, settlement)
            if street is not None:
                return PlaceReading(home, street, hints.house or match.house, landmark)
        number = hints.house or self._house_beside(settlement, tokens, text)
        return PlaceReading(settlement, None, number, landmark, _as_written(spots))

    def _house_beside(self, settlement: Guess | None, tokens: Sequence[Token], text: str) -> str:
        """Return the number of «Харой, дом 5»: small villages have no streets."""
        place = self._finder.place_of(settlement, tokens, text)
        if place is None or place >= len(tokens) or tokens[place].is_number:
            return ""
        return house_after(tokens, place, text)

    def _named_settlement(self, name: str) -> Guess | None:
        own = _WIDER.sub(" ", name)
        parts = [word for word in words(own) if word not in _TYPE_WORDS]
        for first in range(len(parts)):
            if len(parts[first]) == 1 and f"{parts[first]}." not in own.lower():
                continue
            for after in range(len(parts), first, -1):
                entries = self._settlements.named(parts[first:after])
                if len(entries) == 1:
                    return Guess(entries[0].code, FROM_FILE, (Reason("place_from_file"),))
        return None

    def _named_streets(self, name: str) -> tuple[PlaceEntry, ...]:
        parts = words(name)
        bare = [word for word in parts if word not in STREET_WORDS]
        entries = self._streets.named(bare) or self._streets.named(parts)
        return of_kind(entries, parts)


def _inside(
    entries: tuple[PlaceEntry, ...], confidence: float, reason: Reason, settlement: Guess | None
) -> tuple[Guess | None, Guess | None]:
    """Return the street among the entries and the settlement, each made surer by the other."""
    if not entries:
        return None, settlement
    if settlement is not None and settlement.confidence > AMBIGUOUS:
        fitting = [entry for entry in entries if entry.parent_code == settlement.code]
        if not fitting:
            return None, settlement
        return Guess(fitting[0].code, confidence, (reason,)), settlement
    if len(entries) == 1:
        only = Reason("only_street_of_the_name")
        sure = min(confidence, ONLY_STREET)
        parent = Guess(entries[0].parent_code, sure, (only,))
        return Guess(entries[0].code, sure, (reason, only)), parent
    many = Reason("ambiguous_street", {"count": str(len({e.parent_code for e in entries}))})
    return Guess(entries[0].code, AMBIGUOUS, (many,)), settlement


def _disagree(settlement: Guess | None, in_text: Guess | None) -> bool:
    if settlement is None or in_text is None or settlement.code == in_text.code:
        return False
    return in_text.confidence >= SURE_OF_SETTLEMENT


def _house_of(street: Guess | None, matches: Sequence[StreetMatch]) -> str:
    if street is None:
        return ""
    for match in matches:
        if any(entry.code == street.code for entry in match.entries):
            return match.house
    return ""


def _as_written(spots: Sequence[StreetSpot]) -> str:
    if not spots:
        return ""
    spot = max(spots, key=lambda s: (s.confidence, bool(s.house)))
    return f"{spot.words}, {spot.house}" if spot.house else spot.words
