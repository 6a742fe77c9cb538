"""What a reader of texts says: guesses with a confidence and reasons, never bare answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from otklik.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Guess:
    """A code of the registry the text seems to speak of; ``confidence`` from 0 to 1.

    ``is_sure`` says that such guesses were right often enough to act on without a person.
    """

    code: str
    confidence: float
    reasons: tuple[Reason, ...] = ()
    is_sure: bool = False


class Span(NamedTuple):
    """A stretch of a text, half-open, that is personal data of a kind."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """The place in a text. ``landmark`` keeps words such as «у школы».

    ``address_words`` keeps an address whose street the registry does not know, as written
    («Заводская, 15а»); it is blank when one ``street`` is found. ``candidates`` are the codes of
    the places the text may mean: a person is to say which.
    """

    settlement: Guess | None = None
    street: Guess | None = None
    house: str = ""
    landmark: str = ""
    address_words: str = ""
    candidates: tuple[str, ...] = ()


class TopicClassifier(Protocol):
    """The narrow face of whatever finds topics: words today, a trained model later."""

    def propose(self, text: str, *, limit: int = 3) -> list[Guess]:
        """Return the likeliest topics, the best first; an empty list when there is no sign."""
        ...


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic as the classifier needs it."""

    code: str
    name: str
    group_name: str
    synonyms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place as the gazetteer needs it: ``kind`` is ``settlement`` or ``street``.

    ``lat`` and ``lon`` in degrees, where they are known.
    """

    code: str
    name: str
    kind: str
    type_label: str = ""
    parent_code: str = ""
    council_code: str = ""
    lat: float | None = None
    lon: float | None = None
