"""Whether an answer gives away what is nobody else's business (152-FZ; 59-FZ art. 6 part 2)."""

import re

from otklik.core.text import stem, words
from otklik.understanding import Span, find_personal_data
from otklik.wording.findings import Finding, Matter, Place, Verdict, quoted, reason, small
from otklik.wording.lexicon import word_list

_NOT_DIGIT = re.compile(r"\D")
# How far from a name a position may stand: «директор школы Иванова Мария Петровна».
_NEAR = 60
_MOBILE = re.compile(r"^[78]?9\d{9}$")
_CALLED = re.compile(r"(?:тел\w{0,9}|звон\w{0,6}|номер\w{0,3}|\+?[78]?\s?\(\d{3,5}\))[\s.:(]{0,3}$")
_FEWEST_DIGITS = 5
_NAME_LETTERS = 3
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


def personal_data(matter: Matter) -> Finding:
    """Say whether an answer everybody reads is free of personal data, the applicant's too."""
    if not matter.is_public:
        return Finding("personal_data", YES)
    found = [span for span in _private(matter) if not _greets(matter, span)]
    return _finding("personal_data", matter, found)


def others_data(matter: Matter) -> Finding:
    """Say whether there are no personal data of other people than the applicant."""
    own = " ".join(matter.applicant)
    found = [span for span in _private(matter) if not _is_among(matter.said, span, own)]
    # A flat the applicant wrote of himself is his own, though no field holds it.
    found = [s for s in found if s.kind != "flat" or not _is_among(matter.said, s, matter.message)]
    return _finding("others_data", matter, found)


def _finding(check: str, matter: Matter, found: list[Span]) -> Finding:
    if not found:
        return Finding(check, YES)
    places = tuple(Place(span.start, span.end) for span in found)
    kinds = ", ".join(dict.fromkeys(span.kind for span in found))
    why = (reason("personal", words=quoted(matter.said, places), kinds=kinds),)
    return Finding(check, NO, why, places)


def _private(matter: Matter) -> list[Span]:
    """Return the personal data but names and contacts of bodies and officials."""
    known = " ".join(matter.known)
    return [
        span
        for span in find_personal_data(matter.said)
        if not _is_among(matter.said, span, known) and not _is_official(matter, span)
    ]


def _is_official(matter: Matter, span: Span) -> bool:
    before = matter.small[max(0, span.start - _NEAR) : span.start]
    # A position in the sentence of the name, before it or right behind it.
    before = re.split(r"[.!?\n]\s", before)[-1]
    after = re.split(r"[.!?\n]", matter.small[span.end : span.end + _NEAR // 2])[0]
    if span.kind == "name":
        behind = after.lstrip(" ,–—-(")
        first = next(word_list("official").find(behind), None)
        return word_list("official").is_in(before) or (first is not None and first.start == 0)
    if span.kind == "phone":
        digits = _NOT_DIGIT.sub("", matter.said[span.start : span.end])
        return not _MOBILE.match(digits)
    if span.kind == "email":
        return bool(re.search(r"почт\w{0,3}|адрес\w{0,2}|e-?mail", before))
    return False


def _is_among(text: str, span: Span, others: str) -> bool:
    """Tell whether what the span covers stands among the other words, in whatever form."""
    said = text[span.start : span.end]
    digits = _NOT_DIGIT.sub("", said)
    if span.kind == "name":
        parts = [word for word in words(said) if len(word) >= _NAME_LETTERS]
        stems = {stem(word)[:5] for word in words(others)}
        return bool(parts) and all(stem(word)[:5] in stems for word in parts)
    if len(digits) >= _FEWEST_DIGITS:
        return digits[-10:] in _NOT_DIGIT.sub("", others)
    return small(said).strip() in small(others)


def _greets(matter: Matter, span: Span) -> bool:
    """Tell whether it is the applicant's own name without a surname, in the greeting."""
    is_first_line = "\n" not in matter.said[: span.start].strip() and span.start < _NEAR
    short = len(words(matter.said[span.start : span.end])) <= 2
    return span.kind == "name" and is_first_line and short
