"""Finds the settlement, street and house a text speaks of, among the places of a district."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from otklik.core.reasons import Reason
from otklik.core.text import words
from otklik.understanding.coordinates import coordinates_in, nearest
from otklik.understanding.houses import HOUSE_WORDS, house_after, landmark_in
from otklik.understanding.letters import in_one_alphabet
from otklik.understanding.place_index import PlaceIndex
from otklik.understanding.place_words import (
    SETTLEMENT_WORDS,
    STREET_WORDS,
)
from otklik.understanding.reading import Guess, PlaceEntry, PlaceReading
from otklik.understanding.settlements import FoundSettlement, SettlementFinder
from otklik.understanding.street_names import StreetMatch, of_kind, street_matches
from otklik.understanding.streets import StreetSpot, spot_streets
from otklik.understanding.tokens import Token, tokens_of

__all__ = ["STREET_WORDS", "Gazetteer"]

FROM_FILE = 1.0
ONLY_STREET = 0.65
AMBIGUOUS = 0.2
SURE_OF_SETTLEMENT = 0.6
# The coordinates of a settlement are those of its middle; a village is a kilometre or two long.
BESIDE_KM, BY_POINT = 2.0, 0.6
NEAR_KM, FAR_FROM_POINT, MOST_NEAR = 15.0, 0.4, 3
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
        self._known = {entry.code: entry for entry in known if entry.kind == "settlement"}
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
        fit alike: they are the ``candidates`` then. Coordinates count where nothing is named:
        0.6 for a settlement within 2 km, 0.4 and candidates for what lies within 15 km.
        """
        text = in_one_alphabet(text[:LONGEST_TEXT])
        hints = _Hints(settlement_name, street_name, house.strip())
        tokens = tokens_of(text)
        spots = spot_streets(tokens, text)
        matches = street_matches(self._streets, self._settlements, tokens, text)
        # «Ул Ленина Таштып»: a known name ends where it ends, the settlement follows.
        ends = {match.first: match.after for match in matches}
        taken = [(s.first, ends.get(s.first, s.after)) for s in spots if s.confidence > 0.9]
        taken += ends.items()
        in_text = self._finder.find(tokens, text, taken)
        found = self._named_settlement(hints.settlement, in_text)
        if _disagree(found.guess, in_text.guess):
            # The text speaks of another village: its streets are not those of this one.
            spots, matches = [], []
        place = self._place(hints, found, matches, spots, tokens, text)
        if place.settlement is None and place.street is None:
            return self._by_coordinates(place, text)
        return place

    def _by_coordinates(self, place: PlaceReading, text: str) -> PlaceReading:
        """Return the place with the settlement nearest to the coordinates in the text."""
        point = coordinates_in(text)
        if point is None:
            return place
        near = nearest(self._known.values(), point, within_km=NEAR_KM)
        if not near:
            return place
        away, entry = near[0]
        reason = Reason("near_coordinates", {"km": str(ceil(away))})
        if away <= BESIDE_KM:
            return replace(place, settlement=Guess(entry.code, BY_POINT, (reason,)))
        codes = tuple(one.code for _away, one in near[:MOST_NEAR])
        guess = Guess(entry.code, FAR_FROM_POINT, (reason,))
        return replace(place, settlement=guess, candidates=codes)

    def settlements_in(self, text: str) -> list[str]:
        """Return the codes of all settlements the text names, in order, each once."""
        text = in_one_alphabet(text[:LONGEST_TEXT])
        tokens = tokens_of(text)
        spots = spot_streets(tokens, text)
        taken = [*((s.first, s.after) for s in spots if s.confidence > 0.9)]
        return self._finder.all_in(tokens, text, taken)

    def _place(
        self,
        hints: _Hints,
        found: FoundSettlement,
        matches: Sequence[StreetMatch],
        spots: Sequence[StreetSpot],
        tokens: Sequence[Token],
        text: str,
    ) -> PlaceReading:
        landmark = landmark_in(text)
        if hints.street.strip():
            named = self._named_streets(hints.street)
            inside = _inside(named, FROM_FILE, Reason("place_from_file"), found)
            number = hints.house or _house_of(inside.street, matches)
            is_one = inside.street is not None and not inside.candidates
            written = "" if is_one else hints.street.strip()
            return inside.reading(number, landmark, written)
        for match in matches:
            reason = Reason("place_in_text", {"words": match.words})
            inside = _inside(match.entries, match.confidence, reason, found)
            if inside.street is not None:
                written = _as_written(spots) if inside.candidates else ""
                number = hints.house or match.house
                number = number or self._house_named_beside(found.guess, tokens, text)
                return inside.reading(number, landmark, written)
        number = hints.house or self._house_beside(found.guess, tokens, text)
        inside = _Inside(found.guess, None, found.candidates)
        return inside.reading(number, landmark, _as_written(spots))

    def _house_beside(self, settlement: Guess | None, tokens: Sequence[Token], text: str) -> str:
        """Return the number of «Харой, дом 5»: small villages have no streets."""
        place = self._finder.place_of(settlement, tokens, text)
        if place is None or place >= len(tokens) or tokens[place].is_number:
            return ""
        return house_after(tokens, place, text)

    def _house_named_beside(
        self, settlement: Guess | None, tokens: Sequence[Token], text: str
    ) -> str:
        """Return the number of «улица Ленина, село Харой, дом 5», which says that it is one."""
        place = self._finder.place_of(settlement, tokens, text)
        is_said = place is not None and place < len(tokens) and tokens[place].word in HOUSE_WORDS
        return house_after(tokens, place, text) if is_said and place is not None else ""

    def _named_settlement(self, name: str, in_text: FoundSettlement) -> FoundSettlement:
        """Return the settlement a column names; of several alike the one the text speaks of."""
        entries = self._settlements_called(name)
        codes = tuple(entry.code for entry in entries)
        if len(codes) == 1:
            return FoundSettlement(Guess(codes[0], FROM_FILE, (Reason("place_from_file"),)))
        if not codes or (in_text.guess is not None and in_text.guess.code in codes):
            return in_text
        return FoundSettlement(Guess(codes[0], AMBIGUOUS, (Reason("ambiguous_place"),)), codes)

    def _settlements_called(self, name: str) -> tuple[PlaceEntry, ...]:
        own = _WIDER.sub(" ", name)
        parts = [word for word in words(own) if word not in _TYPE_WORDS]
        for first in range(len(parts)):
            if len(parts[first]) == 1 and f"{parts[first]}." not in own.lower():
                continue
            for after in range(len(parts), first, -1):
                entries = self._settlements.named(parts[first:after])
                if entries:
                    return entries
        return ()

    def _named_streets(self, name: str) -> tuple[PlaceEntry, ...]:
        parts = words(name)
        bare = [word for word in parts if word not in STREET_WORDS]
        entries = self._streets.named(bare) or self._streets.named(parts)
        return of_kind(entries, parts)


@dataclass(frozen=True, slots=True)
class _Inside:
    """A settlement and a street, each made surer by the other; ``candidates`` if not one."""

    settlement: Guess | None
    street: Guess | None
    candidates: tuple[str, ...] = ()

    def reading(self, house: str, landmark: str, written: str = "") -> PlaceReading:
        return PlaceReading(self.settlement, self.street, house, landmark, written, self.candidates)


def _inside(
    entries: tuple[PlaceEntry, ...], confidence: float, reason: Reason, found: FoundSettlement
) -> _Inside:
    """Return the street among the entries, by the settlement if that is known."""
    if found.guess is None:
        return _anywhere(entries, confidence, reason, found)
    homes = found.candidates or (found.guess.code,)
    fitting = tuple(entry for entry in entries if entry.parent_code in homes)
    if not fitting and found.guess.confidence <= AMBIGUOUS:
        return _anywhere(entries, confidence, reason, found)
    if not fitting:
        return _Inside(found.guess, None, found.candidates)
    if len(fitting) > 1:
        return _Inside(found.guess, _one_of(fitting), _codes(fitting))
    if not found.candidates:
        return _Inside(found.guess, Guess(fitting[0].code, confidence, (reason,)))
    # Of the settlements the text may mean one alone has the street.
    sure = min(confidence, ONLY_STREET)
    home = Guess(fitting[0].parent_code, sure, (reason,))
    return _Inside(home, Guess(fitting[0].code, sure, (reason,)))


def _anywhere(
    entries: tuple[PlaceEntry, ...], confidence: float, reason: Reason, found: FoundSettlement
) -> _Inside:
    if not entries:
        return _Inside(found.guess, None, found.candidates)
    if len(entries) > 1:
        return _Inside(found.guess, _one_of(entries), _codes(entries))
    only = Reason("only_street_of_the_name")
    sure = min(confidence, ONLY_STREET)
    home = Guess(entries[0].parent_code, sure, (only,))
    return _Inside(home, Guess(entries[0].code, sure, (reason, only)))


def _one_of(entries: tuple[PlaceEntry, ...]) -> Guess:
    homes = {entry.parent_code for entry in entries}
    if len(homes) == 1:
        return Guess(entries[0].code, AMBIGUOUS, (Reason("alike_streets"),))
    many = Reason("ambiguous_street", {"count": str(len(homes))})
    return Guess(entries[0].code, AMBIGUOUS, (many,))


def _codes(entries: tuple[PlaceEntry, ...]) -> tuple[str, ...]:
    return tuple(entry.code for entry in entries)


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
