"""How plainly an answer is written, and whether it is copied."""

import re
from collections.abc import Iterator

from otklik.core.text import words
from otklik.wording.findings import Finding, Matter, Place, Verdict, quoted, reason
from otklik.wording.readability import LONG_SENTENCE, readability_of
from otklik.wording.substance import hits

# So many officialese words in a hundred are too many; one or two a person may let pass.
_TOO_MANY = 3.0
_FEW = 2
# Grades of school by which most adults read with ease, and beyond which hardly anybody does.
_PLAIN_GRADE = 11
_HARD_GRADE = 14
_TOO_LONG = 35
_ENDING = (
    r"[а-яё]{2,}(?:ния|ний|ции|ций|сти|ств|ства|тия|тий|ов|ев|ого|его|ых|их|ной|ской|кой|ти|ры|ля|"
    r"ков|ной|ей|ута|та|ка|ны)"
)
_CHAIN = re.compile(rf"(?<![а-яё])(?:{_ENDING}[ -]){{3,8}}{_ENDING}(?![а-яё])")
_VERBAL = re.compile(r"(?:ния|ний|ции|ций|тия|тий)(?![а-яё])")
_ACT = re.compile(
    r"(?:федеральн\w{2,3} закон|постановлени|распоряжени|приказ|решени|указ|кодекс)\w{0,3}\b"
    r"[^.!?\n]{0,160}?\bот\s\d{1,2}[. ][^.!?\n]{1,14}[. ]\d{4}[^!?\n]{0,8}?(?:№|n)\s?[\w-]{1,15}"
    r"\s{0,2}[«\"][^»\"\n]{10,400}[»\"]"
)
_SHINGLE = 5
_FEWEST_SHINGLES = 8
_COPIED = 0.8
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


def plain_words(matter: Matter) -> Finding:
    """Say whether the words are plain: officialese and chains of genitives are marked.

    Chains are told by the endings of their words, without a dictionary: a few are missed.
    """
    found = (*hits(matter, "officialese"), *_chains(matter.small))
    if not found:
        return Finding("plain_words", YES)
    places = tuple(sorted(found, key=lambda place: place.start))
    count = len(words(matter.said)) or 1
    share = 100 * len(places) / count
    why = (reason("officialese", count=len(places), words=quoted(matter.said, places)),)
    is_bad = len(places) > _FEW and share >= _TOO_MANY
    return Finding("plain_words", NO if is_bad else UNKNOWN, why, places)


def _chains(text: str) -> Iterator[Place]:
    for found in _CHAIN.finditer(text):
        if _VERBAL.search(found.group()):
            yield Place(*found.span())


def readable(matter: Matter) -> Finding:
    """Say whether the text is read with ease, and mark sentences that are too long."""
    figures = readability_of(matter.said)
    long = tuple(
        Place(one.start, one.end) for one in matter.sentences if len(one.words) > LONG_SENTENCE
    )
    why = [reason("grade", grade=figures.grade, ease=figures.ease, length=figures.mean_length)]
    if long:
        why.append(reason("long_sentences", count=len(long), most=LONG_SENTENCE))
    if any(len(one.words) > _TOO_LONG for one in matter.sentences):
        return Finding("readable", NO, tuple(why), long)
    if not figures.is_telling:
        return Finding("readable", YES if not long else UNKNOWN, (reason("short_text"),), long)
    verdict = UNKNOWN
    if figures.grade <= _PLAIN_GRADE and not long:
        verdict = YES
    elif figures.grade > _HARD_GRADE:
        verdict = NO
    return Finding("readable", verdict, tuple(why), long)


def acts(matter: Matter) -> Finding:
    """Say whether acts are named shortly (facts.md 3.6, Рязань: no full names of acts)."""
    places = tuple(Place(*found.span()) for found in _ACT.finditer(matter.small))
    if not places:
        return Finding("acts", YES)
    return Finding("acts", NO, (reason("full_act", words=quoted(matter.said, places)),), places)


def copied(matter: Matter) -> Finding:
    """Say whether the text is not that of an answer to another matter.

    Texts are compared by runs of five words; greetings and signatures alone are no copy.
    """
    own = _shingles(matter.said)
    if len(own) < _FEWEST_SHINGLES:
        return Finding("copied", YES)
    for other in matter.others:
        theirs = _shingles(other[: len(matter.said) * 3])
        if theirs and len(own & theirs) / len(own) >= _COPIED:
            return Finding("copied", NO, (reason("copied"),))
    return Finding("copied", YES)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    said = words(text)
    return frozenset(tuple(said[i : i + _SHINGLE]) for i in range(len(said) - _SHINGLE + 1))
