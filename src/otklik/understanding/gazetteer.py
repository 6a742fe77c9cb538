"""Finds the settlement, street and house a text speaks of, among the places of a district."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otklik.core.reasons import Reason
from otklik.core.text import words
from otklik.understanding.houses import house_after, landmark_in
from otklik.understanding.names_of_places import forms_of
from otklik.understanding.reading import Guess, PlaceEntry, PlaceReading
from otklik.understanding.tokens import Token, tokens_of

STREET_WORDS = frozenset(
    (
        *("ул", "улица", "улицы", "улице", "улицу", "улицей", "пер", "переулок", "переулка"),
        *("переулке", "переулку", "проспект", "проспекта", "проспекте", "набережная", "площадь"),
        *("площади", "мкр", "микрорайон", "квартал", "тупик"),
    )
)
SETTLEMENT_WORDS = frozenset(
    (
        *("с", "село", "села", "селе", "селу", "д", "деревня", "деревни", "деревне", "деревню"),
        *("п", "пос", "поселок", "поселка", "поселке", "аал", "аала", "аале"),
    )
)
PREPOSITIONS = frozenset(
    ("в", "во", "на", "по", "с", "со", "из", "до", "у", "под", "около", "через")
)
# Adjectives of a district's name stand beside these and are no settlement.
NOT_AFTER = frozenset(
    ("район", "района", "районе", "району", "сельсовет", "сельсовета", "сельсовете")
)
TYPO_LENGTH = 6
LONGEST = 4

FROM_FILE = 1.0
WITH_TYPE_WORD = 0.95
BY_NAME = 0.85
BY_FORM = 0.75
MISSPELT = 0.6
ONLY_STREET = 0.65
AMBIGUOUS = 0.2


@dataclass(frozen=True, slots=True)
class _Match:
    entries: tuple[PlaceEntry, ...]
    first: int
    after: int
    confidence: float
    reason: Reason


class Gazetteer:
    """The places of a district with all their case forms, made once and asked many times."""

    def __init__(self, entries: Iterable[PlaceEntry]) -> None:
        """Bend the names of all entries."""
        self._by_code: dict[str, PlaceEntry] = {}
        self._forms: dict[str, dict[tuple[str, ...], list[PlaceEntry]]] = {
            "settlement": defaultdict(list),
            "street": defaultdict(list),
        }
        self._near: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            self._by_code[entry.code] = entry
            for form in forms_of(entry.name, entry.kind):
                self._forms[entry.kind][form].append(entry)
                if entry.kind == "settlement" and len(form) == 1:
                    self._remember_near(form[0])

    def _remember_near(self, form: str) -> None:
        if len(form) >= TYPO_LENGTH:
            for variant in _deletions(form):
                self._near[variant].add(form)

    def find(
        self, text: str, *, settlement_name: str = "", street_name: str = "", house: str = ""
    ) -> PlaceReading:
        """Return the place: the columns of a file win over the text.

        Confidence is that of the evidence: 1 by the file, 0.95 with a type word beside the name,
        0.85 the name as it is in the registry, 0.75 another case form, 0.6 one letter wrong.
        """
        tokens = tokens_of(text)
        street_match = self._street_in(tokens)
        settlement = self._named("settlement", settlement_name)
        if settlement is None:
            taken = street_match if street_match and _has_evidence(street_match) else None
            settlement = self._settlement_in(tokens, taken)
        street, settlement = self._street(street_name, street_match, settlement)
        number = house.strip()
        if not number and street_match is not None and street is not None:
            number = house_after(tokens, street_match.after, text)
        return PlaceReading(settlement, street, number, landmark_in(text))

    def _named(self, kind: str, name: str) -> Guess | None:
        parts = [word for word in words(name) if word not in STREET_WORDS | SETTLEMENT_WORDS]
        for first in range(len(parts)):
            entries = self._forms[kind].get(tuple(parts[first:]))
            if entries and len({entry.code for entry in entries}) == 1:
                return Guess(entries[0].code, FROM_FILE, (Reason("place_from_file"),))
        return None

    def _settlement_in(self, tokens: Sequence[Token], street: _Match | None) -> Guess | None:
        best: Guess | None = None
        index = 0
        while index < len(tokens):
            if street is not None and street.first <= index < street.after:
                index = street.after
                continue
            found = self._settlement_at(tokens, index)
            if found is not None:
                if best is None or found[0].confidence > best.confidence:
                    best = found[0]
                index = found[1]
            else:
                index += 1
        return best

    def _settlement_at(self, tokens: Sequence[Token], index: int) -> tuple[Guess, int] | None:
        entries, after = self._longest("settlement", tokens, index)
        confidence = BY_NAME
        if not entries:
            entries, after = self._misspelt(tokens[index]), index + 1
            confidence = MISSPELT
        if not entries or (after < len(tokens) and tokens[after].word in NOT_AFTER):
            return None
        written = " ".join(token.written for token in tokens[index:after])
        before = tokens[index - 1].word if index else ""
        if before in SETTLEMENT_WORDS:
            confidence = max(confidence, WITH_TYPE_WORD)
        elif not tokens[index].is_capital and before not in PREPOSITIONS:
            return None
        elif confidence == BY_NAME and written.lower() != entries[0].name.lower():
            confidence = BY_FORM
        if len({entry.code for entry in entries}) > 1:
            return Guess(entries[0].code, AMBIGUOUS, (Reason("ambiguous_place"),)), after
        reason = Reason("place_in_text", {"words": written})
        return Guess(entries[0].code, confidence, (reason,)), after

    def _misspelt(self, token: Token) -> list[PlaceEntry]:
        if len(token.word) < TYPO_LENGTH or not token.is_capital:
            return []
        near: set[str] = set()
        for variant in _deletions(token.word):
            near |= self._near.get(variant, set())
        codes = {entry.code: entry for form in near for entry in self._single(form)}
        return list(codes.values()) if len(codes) == 1 else []

    def _single(self, form: str) -> list[PlaceEntry]:
        return self._forms["settlement"].get((form,), [])

    def _longest(
        self, kind: str, tokens: Sequence[Token], index: int
    ) -> tuple[list[PlaceEntry], int]:
        forms = self._forms[kind]
        for length in range(min(LONGEST, len(tokens) - index), 0, -1):
            key = tuple(token.word for token in tokens[index : index + length])
            if key in forms:
                return forms[key], index + length
        return [], index + 1

    def _street_in(self, tokens: Sequence[Token]) -> _Match | None:
        best: _Match | None = None
        for index in range(len(tokens)):
            entries, after = self._longest("street", tokens, index)
            if not entries:
                continue
            confidence = _street_evidence(tokens, index, after)
            if confidence and (best is None or confidence > best.confidence):
                written = " ".join(token.written for token in tokens[index:after])
                reason = Reason("place_in_text", {"words": written})
                best = _Match(tuple(entries), index, after, confidence, reason)
        return best

    def _street(
        self, name: str, match: _Match | None, settlement: Guess | None
    ) -> tuple[Guess | None, Guess | None]:
        """Return the street and the settlement, each made surer by the other."""
        candidates, confidence, reason = self._candidates(name, match)
        if not candidates:
            return None, settlement
        inside = settlement.code if settlement and settlement.confidence > AMBIGUOUS else None
        if inside is not None:
            fitting = [entry for entry in candidates if entry.parent_code == inside]
            if not fitting:
                return None, settlement
            return Guess(fitting[0].code, confidence, (reason,)), settlement
        if len(candidates) == 1:
            only = Reason("only_street_of_the_name")
            sure = min(confidence, ONLY_STREET)
            parent = Guess(candidates[0].parent_code, sure, (only,))
            return Guess(candidates[0].code, sure, (reason, only)), parent
        many = Reason("ambiguous_street", {"count": str(len(candidates))})
        return Guess(candidates[0].code, AMBIGUOUS, (many,)), settlement

    def _candidates(
        self, name: str, match: _Match | None
    ) -> tuple[list[PlaceEntry], float, Reason]:
        parts = [word for word in words(name) if word not in STREET_WORDS]
        named = self._forms["street"].get(tuple(parts)) if parts else None
        if named:
            return _once(named), FROM_FILE, Reason("place_from_file")
        if match is not None:
            return _once(match.entries), match.confidence, match.reason
        return [], 0.0, Reason("place_from_file")


def _street_evidence(tokens: Sequence[Token], index: int, after: int) -> float:
    """Return how sure a name is a street here; 0 without a type word or a house number."""
    before = [token.word for token in tokens[max(0, index - 2) : index]]
    beside = before[-1:] + [token.word for token in tokens[after : after + 1]]
    if STREET_WORDS & {*before[-1:], *beside}:
        return WITH_TYPE_WORD
    follows = tokens[after].word if after < len(tokens) else ""
    has_number = bool(follows) and (tokens[after].is_number or follows in ("д", "дом"))
    is_close = has_number and tokens[after].start - tokens[after - 1].end <= 2
    if is_close and tokens[index].is_capital:
        return BY_NAME
    if before[-1:] == ["по"] and tokens[index].is_capital:
        return BY_FORM
    return 0.0


def _has_evidence(match: _Match) -> bool:
    return match.confidence >= BY_FORM


def _once(entries: Iterable[PlaceEntry]) -> list[PlaceEntry]:
    return list({entry.code: entry for entry in entries}.values())


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
