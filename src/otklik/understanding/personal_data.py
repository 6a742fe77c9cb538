"""Personal data in a text: contacts, documents, flats and names (152-FZ; facts.md 8)."""

import re
from collections.abc import Iterable, Iterator

from otklik.understanding.full_names import find_names
from otklik.understanding.reading import Span

MASK = "▒"
_DATE = r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}"
_CALL = r"(?:тел(?:ефон\w{0,3})?|т|звон\w{1,5})"
_WHERE = r"(?:в|из|с|со|у|над|под|от)"
# The number is how many digits a text must have at least for the pattern to be worth a search.
# A pattern with a group marks only the group: the word before it is no secret.
_PATTERNS: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (kind, digits, re.compile(pattern, re.IGNORECASE))
    for kind, digits, pattern in (
        ("snils", 11, r"(?<![\d-])\d{3}[- ]\d{3}[- ]\d{3}[ -]?\d{2}(?![\d-])"),
        ("snils", 11, r"снилс\D{0,8}(\d{11})(?!\d)"),
        ("card", 16, r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:\d{1,3})?(?!\d)"),
        ("account", 20, r"(?<!\d)\d{20}(?!\d)"),
        ("inn", 10, r"инн\D{0,8}(\d{12}|\d{10})(?!\d)"),
        ("phone", 11, r"(?<!\d)(?:\+\s?7|8)[\s(.-]{0,3}\d(?:[\s().-]{0,3}\d){9}(?!\d)"),
        ("phone", 10, r"(?<![\d-])\(?9\d{2}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![\d-])"),
        ("phone", 7, r"(?<![\d-])\d-?\d{2}-\d{2}-\d{2}(?![\d-])"),
        ("phone", 5, rf"\b{_CALL}[\s.:]{{1,3}}(\d{{1,2}}-\d{{2}}-\d{{2}})(?!\d)"),
        ("passport", 10, r"(?<!\d)\d{2}\s?\d{2}\s(?:(?:№|n|номер)\s?)?\d{6}(?!\d)"),
        ("passport", 10, r"паспорт\D{0,20}(\d{10})(?!\d)"),
        ("flat", 1, r"\bкв(?:артир[аеуы])?\.?\s?№?\s?\d{1,4}(?:[а-я]\b)?(?!\d)"),
        ("flat", 1, rf"\b{_WHERE}\s(\d{{1,4}}[а-я]?(?:-?(?:й|ой|ю))?\sкварт\w{{2,5}})"),
        ("birth_date", 4, rf"\b{_DATE}\s?(?:г(?:ода|\.)?)?\s?(?:р\.|р\b|рожд\w{{0,6}})"),
        ("birth_date", 4, rf"\b(?:родил(?:ся|ась)|дата рождения)[\s:–-]{{1,3}}({_DATE})"),
        ("birth_date", 4, r"\b(?:19|20)\d{2}\s?г(?:ода|\.)?\s?(?:р\.|р\b|рожд\w{0,6})"),
        ("car_plate", 5, r"\b[авекмнорстух]\s?\d{3}\s?[авекмнорстух]{2}\s?\d{2,3}\b"),
    )
)
_DIGIT = re.compile(r"\d")
_LOCAL_PART = re.compile(r"[\w.+-]{1,64}")
_DOMAIN = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LOCAL_LENGTH = 64


def find_personal_data(text: str) -> tuple[Span, ...]:
    """Return the stretches of personal data, in order, not overlapping."""
    spans = [*_emails(text), *find_names(text)]
    digits = len(_DIGIT.findall(text))
    for kind, least, pattern in _PATTERNS:
        if digits >= least:
            for found in pattern.finditer(text):
                group = found.lastindex or 0
                spans.append(Span(kind, found.start(group), found.end(group)))
    return _without_overlaps(spans)


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with every span covered; its length stays the same."""
    letters = list(text)
    for span in spans:
        covered = letters[span.start : span.end]
        letters[span.start : span.end] = MASK * len(covered)
    return "".join(letters)


def _emails(text: str) -> Iterator[Span]:
    # From each @ outwards: a search from the left is slow on long runs of letters.
    for domain in _DOMAIN.finditer(text):
        at = domain.start()
        before = _LOCAL_PART.match(text[max(0, at - _LOCAL_LENGTH) : at][::-1])
        if before is not None:
            yield Span("email", at - before.end(), domain.end())


def _without_overlaps(spans: list[Span]) -> tuple[Span, ...]:
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if chosen and span.start < chosen[-1].end:
            last = chosen[-1]
            chosen[-1] = Span(last.kind, last.start, max(last.end, span.end))
        else:
            chosen.append(span)
    return tuple(chosen)
