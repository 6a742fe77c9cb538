"""All names of a district's places in all their forms, looked up word by word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from otklik.understanding.letters import without_khakass
from otklik.understanding.morphology import is_common
from otklik.understanding.names_of_places import forms_of
from otklik.understanding.place_words import STREET_WORDS
from otklik.understanding.reading import PlaceEntry
from otklik.understanding.spelling import SHORTEST_SLIP, Spelling
from otklik.understanding.tokens import Token

LONGEST = 4
_CACHE = 16_384


@dataclass(frozen=True, slots=True)
class Match:
    """Entries whose name stands at tokens ``first``..``after`` (half-open)."""

    entries: tuple[PlaceEntry, ...]
    first: int
    after: int
    is_misspelt: bool = False


class PlaceIndex:
    """The names of places of one kind; made once, then only read (safe in threads)."""

    def __init__(self, entries: Iterable[PlaceEntry], kind: str) -> None:
        """Bend the names of the entries that are of the kind."""
        self._forms: dict[tuple[str, ...], dict[str, PlaceEntry]] = defaultdict(dict)
        for entry in entries:
            if entry.kind == kind:
                for form in forms_of(entry.name, kind):
                    self._forms[form][entry.code] = entry
                    self._forms[tuple(map(without_khakass, form))][entry.code] = entry
                    self._forms[tuple(map(_as_heard, form))][entry.code] = entry
        # A lookup must not grow it.
        self._forms.default_factory = None
        self._firsts = frozenset(form[0] for form in self._forms)
        self._words = frozenset(word for form in self._forms for word in form)
        self._spelling = Spelling(self._words)
        self._right = lru_cache(maxsize=_CACHE)(self._right_word)

    def named(self, parts: Sequence[str]) -> tuple[PlaceEntry, ...]:
        """Return the entries one of whose forms is exactly these words."""
        return tuple(self._forms.get(tuple(parts), {}).values())

    def begins(self, word: str) -> bool:
        """Return whether some name begins with the word."""
        return word in self._firsts

    def at(self, tokens: Sequence[Token], index: int, text: str, *, may_slip: bool) -> Match | None:
        """Return the longest name that begins at the token, one slip a word if ``may_slip``."""
        if tokens[index].word not in self._firsts and not (
            may_slip and self._right(tokens[index].word)
        ):
            return None
        written = [token.word for token in tokens[index : index + LONGEST]]
        read = [self._right(word) or word for word in written] if may_slip else written
        for length in range(len(read), 0, -1):
            entries = self._forms.get(tuple(read[:length]))
            if entries and _is_plain(tokens, index, length, text):
                slipped = read[:length] != written[:length]
                return Match(tuple(entries.values()), index, index + length, slipped)
        return None

    def _right_word(self, word: str) -> str:
        """Return the word of some name the word is a slip of; blank if unclear."""
        if word in self._words or len(word) < SHORTEST_SLIP or is_common(word):
            return ""
        near = self._spelling.near(word)
        bearers = {frozenset(self._bearers(known)) for known in near}
        return min(near) if len(bearers) == 1 else ""

    def _bearers(self, word: str) -> set[str]:
        """Return the names that have the word in one of their forms."""
        return {
            entry.name
            for form, entries in self._forms.items()
            if word in form
            for entry in entries.values()
        }


def _as_heard(word: str) -> str:
    """Return the word as many spell it by ear: «Совецкая»."""
    return word.replace("тск", "цк").replace("дск", "цк")


def _is_plain(tokens: Sequence[Token], index: int, length: int, text: str) -> bool:
    """Return whether no sentence ends inside; one letter needs its dot («Б. Сея»)."""
    for place in range(index, index + length - 1):
        token, following = tokens[place], tokens[place + 1]
        between = text[token.end : following.start]
        if len(between) > 3 or between.strip(' .-–«"'):
            return False
        is_short = len(token.word) <= 5 and token.is_capital
        if "." in between and not is_short:
            return False
        if len(token.word) == 1 and not between.strip(" ") and not _is_short(tokens, place):
            return False
    return True


def _is_short(tokens: Sequence[Token], place: int) -> bool:
    """Return whether one letter without a dot is no preposition: «5-я Линия», «на К Маркса»."""
    token, before = tokens[place], tokens[place - 1] if place else None
    if token.is_number or before is None:
        return token.is_number
    if before.is_number and before.end + 1 == token.start:
        return True
    return token.is_capital and (before.word in STREET_WORDS or before.word in ("по", "на"))
