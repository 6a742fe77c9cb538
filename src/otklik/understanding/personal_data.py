"""Personal data in a text: contacts, documents, flats and names (152-FZ; facts.md 8)."""

import re
from collections.abc import Iterable, Sequence

from otklik.understanding.gazetteer import STREET_WORDS
from otklik.understanding.morphology import tags
from otklik.understanding.reading import Span
from otklik.understanding.tokens import Token, tokens_of

MASK = "▒"
_PATTERNS = (
    ("email", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("snils", re.compile(r"\b\d{3}-\d{3}-\d{3}[ -]\d{2}\b")),
    ("card", re.compile(r"\b\d{4}(?:[ -]?\d{4}){3}\b")),
    ("phone", re.compile(r"(?<!\d)(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")),
    ("phone", re.compile(r"(?<![\d-])\d{1}-?\d{2}-\d{2}-\d{2}(?![\d-])|(?<!\d)9\d{9}(?!\d)")),
    ("passport", re.compile(r"\b\d{2}\s?\d{2}\s(?:№\s?)?\d{6}\b")),
    ("flat", re.compile(r"\bкв(?:артир[аеуы])?\.?\s?№?\s?\d{1,4}\b", re.IGNORECASE)),
    ("birth_date", re.compile(r"\b\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}\s?(?:г\.?\s?р\.?|года рожд)")),
    ("car_plate", re.compile(r"\b[авекмнорстух]\s?\d{3}\s?[авекмнорстух]{2}\s?\d{2,3}\b", re.I)),
    ("name", re.compile(r"\b[А-ЯЁ][а-яё]{2,30}\s[А-ЯЁ]\.\s?[А-ЯЁ]\.")),
    ("name", re.compile(r"\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]{2,30}\b")),
)
_SURELY_PARTS = frozenset({"Surn", "Name", "Patr"})


def find_personal_data(text: str) -> tuple[Span, ...]:
    """Return the stretches of personal data, in order, not overlapping."""
    spans = [
        Span(kind, m.start(), m.end())
        for kind, pattern in _PATTERNS
        for m in pattern.finditer(text)
    ]
    spans.extend(_names(tokens_of(text), text))
    return _without_overlaps(spans)


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with every span covered; its length stays the same."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = MASK * (span.end - span.start)
    return "".join(letters)


def _names(tokens: Sequence[Token], text: str) -> Iterable[Span]:
    index = 0
    while index < len(tokens) - 1:
        run = _run_of_names(tokens, index, text)
        if run >= 2:
            yield Span("name", tokens[index].start, tokens[index + run - 1].end)
            index += run
        else:
            index += 1


def _run_of_names(tokens: Sequence[Token], index: int, text: str) -> int:
    """Return how many words from here on are a full name, 0 if they are not."""
    if index and tokens[index - 1].word in STREET_WORDS:
        return 0
    kinds: set[str] = set()
    length = 0
    for token in tokens[index : index + 3]:
        if not token.is_capital or token.is_number or len(token.word) < 3:
            break
        if length and text[tokens[index + length - 1].end : token.start] != " ":
            break
        marks = tags(token.word) & _SURELY_PARTS - kinds
        if not marks:
            break
        kinds.add(next(kind for kind in ("Patr", "Surn", "Name") if kind in marks))
        length += 1
    return length if len(kinds) >= 2 and "Name" in kinds else 0


def _without_overlaps(spans: list[Span]) -> tuple[Span, ...]:
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if chosen and span.start < chosen[-1].end:
            last = chosen[-1]
            chosen[-1] = Span(last.kind, last.start, max(last.end, span.end))
        else:
            chosen.append(span)
    return tuple(chosen)
