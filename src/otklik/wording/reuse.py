"""Making a draft of an answer given before: what was of the other case becomes a field to fill."""

import re
from collections.abc import Iterable
from operator import attrgetter

from otklik.core.text import stem, words
from otklik.understanding import Span, find_personal_data
from otklik.wording.dates import terms_in
from otklik.wording.findings import LONGEST_READ, small

_FIELD_OF = {"phone": "телефон", "email": "почта", "name": "имя", "flat": "квартира"}
_WORD = re.compile(r"[А-ЯЁӦӰҒІ][\w-]*")
_HOUSE = re.compile(r"(?<=\])(?:\s?,?\s?(?:д(?:ом)?\.?\s?)?\d{1,4}(?:[а-е]\b|/\d{1,3})?\b)")
_DATE, _PLACE, _OTHER = "дата или срок", "место", "данные"
_FEWEST_LETTERS = 3


def as_draft(text: str, places: Iterable[str] = ()) -> str:
    """Return the text with dates, personal data and the names of places as fields in brackets.

    ``places`` are the names of the other case's places, in any form. Every field has to be
    filled before the draft may be put to approval.
    """
    said = text[:LONGEST_READ]
    spans = [
        *(Span(_FIELD_OF.get(one.kind, _OTHER), one.start, one.end) for one in _personal(said)),
        *(Span(_DATE, *span) for span in terms_in(small(said))),
        *_of_places(said, places),
    ]
    parts, done = [], 0
    for span in sorted(spans, key=attrgetter("start")):
        if span.start >= done:
            parts += [said[done : span.start], f"[{span.kind}]"]
            done = span.end
    made = "".join([*parts, said[done:]])
    return _HOUSE.sub(" [дом]", made) if _PLACE in made else made


def _personal(text: str) -> tuple[Span, ...]:
    return find_personal_data(text)


def _of_places(text: str, places: Iterable[str]) -> list[Span]:
    wanted = {
        stem(word)[:5] for name in places for word in words(name) if len(word) >= _FEWEST_LETTERS
    }
    if not wanted:
        return []
    return [
        Span(_PLACE, *found.span())
        for found in _WORD.finditer(text)
        if any(stem(word)[:5] in wanted for word in words(found.group()))
    ]
