"""Russian word forms by pymorphy3, always behind a cache (it parses 0.5 k words/s bare)."""

from functools import cache, lru_cache
from typing import Any

import pymorphy3

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@cache
def _analyser() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=65_536)
def tags(word: str) -> frozenset[str]:
    """Return all grammatical marks any reading of the word has."""
    found: set[str] = set()
    for parse in _analyser().parse(word):
        found |= {str(mark) for mark in parse.tag.grammemes}
    return frozenset(found)


@lru_cache(maxsize=8_192)
def case_forms(word: str) -> dict[str, str]:
    """Return the forms of a name in the six cases; a word that does not bend stays itself.

    Village names the dictionary takes for other words («Сея», «Сиры») bend by their ending.
    """
    for ending, forms in _FEMININE.items():
        if word.endswith(ending):
            # «Большая» bends as a comparative in the dictionary; by its ending it is right.
            root = word.removesuffix(ending)
            return {case: root + form for case, form in zip(CASES, forms, strict=True)}
    parses = [parse for parse in _analyser().parse(word) if "nomn" in parse.tag]
    for part_of_speech in ("NOUN", "ADJF"):
        for parse in parses:
            if part_of_speech in parse.tag and parse.word == word:
                return {case: _bent(parse, case, word) for case in CASES}
    return _by_ending(word)


def _bent(parse: Any, case: str, word: str) -> str:
    bent = parse.inflect({case})
    return (bent.word if bent else word).replace("ё", "е")


_FEMININE = {
    "ая": ("ая", "ой", "ой", "ую", "ой", "ой"),
    "яя": ("яя", "ей", "ей", "юю", "ей", "ей"),
}
_ENDINGS: dict[str, tuple[str, ...]] = {
    "ы": ("ы", "", "ам", "ы", "ами", "ах"),
    "и": ("и", "ей", "ям", "и", "ями", "ях"),
    "а": ("а", "ы", "е", "у", "ой", "е"),
    "я": ("я", "и", "е", "ю", "ей", "е"),
    "о": ("о", "а", "у", "о", "ом", "е"),
    "й": ("й", "я", "ю", "й", "ем", "е"),
    "ь": ("ь", "я", "ю", "ь", "ем", "е"),
}
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def _by_ending(word: str) -> dict[str, str]:
    last = word[-1:]
    if last in _ENDINGS:
        endings, root = _ENDINGS[last], word[:-1]
    elif last in _CONSONANTS:
        endings, root = ("", "а", "у", "", "ом", "е"), word
    else:
        return dict.fromkeys(CASES, word)
    return {case: root + ending for case, ending in zip(CASES, endings, strict=True)}
