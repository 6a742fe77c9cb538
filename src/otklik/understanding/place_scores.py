"""How well places are found: settlements, streets and houses against those people marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from otklik.core.text import words
from otklik.understanding.gazetteer import Gazetteer
from otklik.understanding.letters import in_one_alphabet
from otklik.understanding.morphology import lemmas
from otklik.understanding.reading import PlaceEntry
from otklik.understanding.settlement_spots import spot_settlements
from otklik.understanding.streets import spot_streets
from otklik.understanding.tokens import tokens_of

Places = dict[str, list[str]]
SETTLEMENT, STREET, HOUSE = "settlement", "street", "house"


@dataclass(slots=True)
class Score:
    """Counts of one kind of place."""

    right: int = 0
    found: int = 0
    true: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that are right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true that were found; 1 when there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there was nothing to find or say."""
        everything = self.found + self.true
        return 2 * self.right / everything if everything else 1.0


@dataclass(slots=True)
class PlaceScores:
    """Scores by kind of place, and the texts read a second (on one core)."""

    by_kind: dict[str, Score] = field(
        default_factory=lambda: {kind: Score() for kind in (SETTLEMENT, STREET, HOUSE)}
    )
    messages_per_second: float = 0.0


def reader_by_pattern() -> Callable[[str], Places]:
    """Return a reader that knows no place by name."""

    def read(text: str) -> Places:
        text = in_one_alphabet(text)
        tokens = tokens_of(text)
        spots = spot_streets(tokens, text)
        taken = [(spot.first, spot.after) for spot in spots]
        return {
            SETTLEMENT: spot_settlements(tokens, text, taken),
            STREET: [spot.words for spot in spots],
            HOUSE: [spot.house for spot in spots if spot.house],
        }

    return read


def reader_by_gazetteer(names: Iterable[str]) -> Callable[[str], Places]:
    """Return a reader that knows the names of the settlements there are."""
    known = {f"{number}": name for number, name in enumerate(dict.fromkeys(names))}
    gazetteer = Gazetteer(PlaceEntry(code, name, SETTLEMENT, "") for code, name in known.items())

    def read(text: str) -> Places:
        tokens = tokens_of(text)
        spots = spot_streets(tokens, text)
        return {
            SETTLEMENT: [known[code] for code in gazetteer.settlements_in(text)],
            STREET: [spot.words for spot in spots],
            HOUSE: [spot.house for spot in spots if spot.house],
        }

    return read


def score_places(
    messages: Sequence[tuple[str, Places]], read: Callable[[str], Places]
) -> PlaceScores:
    """Read the texts and compare what was found with what is true, by kind of place.

    Names are compared without letter case and case forms: «в Курске» is «Курск».
    """
    scores = PlaceScores()
    started = perf_counter()
    readings = [read(text) for text, _true in messages]
    seconds = perf_counter() - started
    for found, (_text, true) in zip(readings, messages, strict=True):
        for kind, score in scores.by_kind.items():
            ours = {folded(name) for name in found[kind]}
            theirs = {folded(name) for name in true.get(kind, [])}
            score.right += len(_shared(ours, theirs))
            score.found += len(ours)
            score.true += len(theirs)
    scores.messages_per_second = len(messages) / seconds if seconds else 0.0
    return scores


def folded(name: str) -> tuple[frozenset[str], ...]:
    """Return the name as it is compared: the dictionary forms each of its words may have."""
    return tuple(lemmas(word) for word in words(name))


def _shared(
    ours: set[tuple[frozenset[str], ...]], theirs: set[tuple[frozenset[str], ...]]
) -> list[tuple[frozenset[str], ...]]:
    """Return those of ours that are the same as one of theirs, each of theirs taken once."""
    left = set(theirs)
    shared = []
    for name in ours:
        same = next((other for other in left if _are_same(name, other)), None)
        if same is not None:
            left.discard(same)
            shared.append(name)
    return shared


def _are_same(one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]) -> bool:
    return len(one) == len(other) and all(a & b for a, b in zip(one, other, strict=True))
