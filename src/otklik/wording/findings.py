"""What is judged, and what a check says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from otklik.core.reasons import Reason
from otklik.wording.sentences import Sentence, sentences_of

# No answer is longer; a text made to hurt costs no more than this.
LONGEST_READ = 20_000


class Verdict(StrEnum):
    """What a check says: good, bad, or a person is to look."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the answer, and what could be said there instead, if that is known."""

    start: int
    end: int
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of one check, why, and where in the answer."""

    check: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Matter:
    """A message, the answer to it, and what else the checks must know.

    ``applicant``: name and contacts of the author, ``known``: names and contacts that may stand
    in any answer (bodies, officials), ``bodies``: names of those who may be responsible,
    ``others``: answers to other matters. ``is_refusal`` and ``has_photo`` are ``None`` while
    nobody has said. ``is_public``: everybody will read the answer.
    """

    message: str
    answer: str
    applicant: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    is_refusal: bool | None = None
    is_public: bool = False
    has_photo: bool | None = None

    @cached_property
    def said(self) -> str:
        """The answer as it is read: no longer than needed."""
        return self.answer[:LONGEST_READ]

    @cached_property
    def small(self) -> str:
        """The answer in small letters without ё, letter for letter."""
        return small(self.said)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of the answer."""
        return sentences_of(self.said)


def small(text: str) -> str:
    """Return the text in small letters, ё as е; its length stays the same."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return lowered.replace("ё", "е")


def reason(code: str, **params: object) -> Reason:
    """Return the reason with its parameters as texts."""
    return Reason(code, {name: str(value) for name, value in params.items()})


def quoted(text: str, places: Iterable[Place], most: int = 3) -> str:
    """Return the first words found, as they are written, each once."""
    found = dict.fromkeys(" ".join(text[p.start : p.end].split()) for p in places)
    return ", ".join(f"«{one[:80]}»" for one in list(found)[:most])
