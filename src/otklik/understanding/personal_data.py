"""Personal data in a text: contacts, documents, flats and names (152-FZ; facts.md 8)."""

import re
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from otklik.understanding.check_digits import is_card, is_inn, is_snils
from otklik.understanding.full_names import find_names
from otklik.understanding.reading import Span
from otklik.understanding.undisguised import undisguised

MASK = "▒"
LONGEST_READ = 300_000
LONGEST_SECRET = 200
_SEP = r"[-. ]{0,3}"
_MONTH = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w{0,6}"
_DATE = rf"\d{{1,2}}(?:[./-]\d{{1,2}}[./-](?:19|20)?\d{{2}}|\s{_MONTH}\s(?:19|20)\d{{2}})"
_CALL = r"(?:тел(?:ефон\w{0,3})?|т|звон\w{1,5})"
_WHERE = r"(?:в|из|с|со|у|над|под|от)"
_SIXTEEN = r"\d{4}(?:[-. ]{0,2}\d{4}){3}"
_CARD = rf"{_SIXTEEN}(?:{_SEP}\d{{1,3}})?|\d(?:[-. ]\d){{15}}"
# A plate is written in the letters both alphabets have.
_PLATE = "[авекмнорстухabekmhopctyx]"
_OF_MANY = "club|public|event|wall|photo|video|album|topic|feed|app|away|market|clip|group|s/"
# The number is how many digits a text must have at least for the pattern to be worth a search,
# the word beside it what it must hold. A pattern with a group marks only the group.
_PATTERNS: tuple[tuple[str, int, str, re.Pattern[str]], ...] = tuple(
    (kind, digits, word, re.compile(pattern))
    for kind, digits, word, pattern in (
        (
            "snils",
            11,
            "снилс",
            rf"снилс\D{{0,8}}(\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{2}})(?!\d)",
        ),
        ("card", 16, "карт", rf"карт\w{{0,4}}\D{{0,20}}({_CARD})(?!\d)"),
        (
            "account",
            20,
            "",
            rf"(?<!\d)\d{{5}}{_SEP}\d{{3}}{_SEP}\d{_SEP}\d{{4}}{_SEP}\d{{7}}(?!\d)",
        ),
        ("account", 6, "с", r"(?:лицев\w{2,3} сч[её]т\w?|л/с|р/с)\D{0,12}(\d{6,20})(?!\d)"),
        ("inn", 10, "инн", r"\bинн\D{0,8}(\d(?:[ -]?\d){9}(?:[ -]?\d[ -]?\d)?)(?!\d)"),
        (
            "phone",
            11,
            "",
            r"(?<!\d)(?:\+\s?7|8|7(?=[\s(.-]{0,3}9))[\s(.-]{0,3}\d(?:[\s().-]{0,3}\d){9}(?!\d)",
        ),
        ("phone", 10, "", r"(?<![\d-])\(?9\d{2}[\s).-]{0,2}\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?![\d-])"),
        ("phone", 7, "", r"(?<![\d-])\d-?\d{2}-\d{2}-\d{2}(?![\d-])"),
        ("phone", 5, "", rf"\b{_CALL}[\s.:]{{1,3}}(\d{{1,2}}-\d{{2}}-\d{{2}})(?!\d)"),
        ("passport", 10, "", r"(?<!\d)\d{2}\s?\d{2}[\s,]{1,3}(?:(?:№|n|номер)\s?)?\d{6}(?!\d)"),
        ("passport", 10, "", r"(?:паспорт|серия)\D{0,20}(\d{2}[ -]?\d{2}\D{0,12}\d{6})(?!\d)"),
        ("flat", 1, "кв", r"\bкв(?:артир[аеуы])?\.?\s?№?\s?\d{1,4}(?:[а-я]\b)?(?!\d)"),
        ("flat", 1, "кварт", rf"\b{_WHERE}\s(\d{{1,4}}[а-я]?(?:-?(?:й|ой|ю))?\sкварт\w{{2,5}})"),
        ("birth_date", 4, "", rf"\b{_DATE}\s?(?:г(?:ода|\.)?)?\s?(?:р\.|р\b|рожд\w{{0,6}})"),
        ("birth_date", 4, "ро", rf"\b(?:родил(?:ся|ась)|дата рождения)[\s:–-]{{1,3}}({_DATE})"),
        ("birth_date", 4, "", r"\b(?:19|20)\d{2}\s?г(?:ода|\.)?\s?(?:р\.|р\b|рожд\w{0,6})"),
        ("car_plate", 5, "", rf"\b{_PLATE}\s?\d{{3}}\s?{_PLATE}{{2}}\s?\d{{2,3}}\b"),
    )
)
# These are told from other numbers by their check digits alone: no word stands before them.
# A group is what proves itself where the whole does not: «… 9014. 2 раза» is no longer card.
_PROVEN: tuple[tuple[str, int, Callable[[str], bool], re.Pattern[str]], ...] = (
    (
        "snils",
        11,
        is_snils,
        re.compile(r"(?<![\d-])\d{3}[-. ]\d{3}[-. ]\d{3}[-. ]{0,3}\d{2}(?![\d-])"),
    ),
    (
        "card",
        16,
        is_card,
        re.compile(rf"(?<!\d)(?:({_SIXTEEN})(?:{_SEP}\d{{1,3}})?|\d(?:[-. ]\d){{15}})(?!\d)"),
    ),
    ("inn", 12, is_inn, re.compile(r"(?<!\d)\d{12}(?!\d)")),
)
_DIGIT = re.compile(r"\d")
_LOCAL_PART = re.compile(r"[\w.+-]{1,64}")
_DOMAIN = re.compile(
    r"\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    # «(собака)» and «точка» are written against robots.
    r"|\s?[(\[]?\s?(?:собака|собачка)\s?[)\]]?\s?"
    r"[a-z0-9-]{2,40}\s?(?:\.|[(\[]?точка[)\]]?)\s?[a-z]{2,6}"
)
_LOCAL_LENGTH = 64
# A page of a person in a social network; pages of groups are public.
_PROFILE = re.compile(
    rf"(?:vk\.(?:com|ru)|ok\.ru(?:/profile)?|t\.me|max\.ru|facebook\.com)/(?!{_OF_MANY})[\w.]{{2,64}}"
    rf"|\[id\d{{1,15}}\|[^\]\n]{{1,80}}\]|(?<![\w.@])@(?!{_OF_MANY})[a-z]\w{{4,31}}\b(?!\.\w)"
)


def find_personal_data(text: str) -> tuple[Span, ...]:
    """Return the stretches of personal data, in order, not overlapping.

    Digits told from each other by spaces, points or letters О, in other alphabets, and signs
    nobody sees do not hide them. What lies beyond ``LONGEST_READ`` letters is not read but taken
    for personal as a whole: no message is that long, and nobody is to wait or to be named.
    """
    if len(text) > LONGEST_READ:
        unread = LONGEST_READ - LONGEST_SECRET
        read = find_personal_data(text[:LONGEST_READ])
        return (*(s for s in read if s.end <= unread), *_rest(text, read, unread))
    plain, places = undisguised(text)
    # All patterns are of small letters: to ignore the case in each would cost twice the time.
    small = _lowered(plain)
    spans = [*_emails(small), *find_names(plain), *_numbers(small)]
    if any(sign in small for sign in ("/", "@", "[id")):
        spans += [Span("profile", *found.span()) for found in _PROFILE.finditer(small)]
    return tuple(
        Span(span.kind, places[span.start], places[span.end - 1] + 1)
        for span in _without_overlaps(spans)
    )


def _rest(text: str, read: Iterable[Span], unread: int) -> tuple[Span]:
    """Return the end of the text, from where a secret may be cut in two, as one span."""
    start = min((span.start for span in read if span.end > unread), default=unread)
    return (Span("unread", min(start, unread), len(text)),)


def _lowered(text: str) -> str:
    """Return the text in small letters, letter for letter: a few would become two."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one.lower()) != 1 else one.lower() for one in text)


def _numbers(text: str) -> Iterator[Span]:
    digits = len(_DIGIT.findall(text))
    for kind, least, word, pattern in _PATTERNS:
        if digits >= least and word in text:
            for found in pattern.finditer(text):
                yield Span(kind, *found.span(found.lastindex or 0))
    for kind, least, is_proven, pattern in _PROVEN:
        if digits >= least:
            yield from (Span(kind, *place) for place in _proven(text, pattern, is_proven))


def _proven(
    text: str, pattern: re.Pattern[str], is_proven: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        for start, end in {found.span(), found.span(found.lastindex or 0)}:
            if is_proven("".join(_DIGIT.findall(text, start, end))):
                yield start, end


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with every span covered; its length stays the same."""
    parts, done = [], 0
    for span in sorted(spans, key=attrgetter("start")):
        start, end = max(span.start, done), min(span.end, len(text))
        if start < end:
            parts += [text[done:start], MASK * (end - start)]
            done = end
    return "".join([*parts, text[done:]])


def _emails(text: str) -> Iterator[Span]:
    # From each @ outwards: a search from the left is slow on long runs of letters.
    if "@" not in text and "соба" not in text:
        return
    for domain in _DOMAIN.finditer(text):
        at = domain.start()
        before = _LOCAL_PART.match(text[max(0, at - _LOCAL_LENGTH) : at][::-1])
        if before is not None:
            yield Span("email", at - before.end(), domain.end())


def _without_overlaps(spans: list[Span]) -> list[Span]:
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if chosen and span.start < chosen[-1].end:
            last = chosen[-1]
            chosen[-1] = Span(last.kind, last.start, max(last.end, span.end))
        else:
            chosen.append(span)
    return chosen
