"""Russian word forms by pymorphy3, always behind a cache (it parses 0.5 k words/s bare)."""

from functools import cache, lru_cache
from typing import Any

import pymorphy3

from otklik.core.text import stem

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
# «В бору»: the second prepositional, which only some words have.
SECOND_LOCATIVE = "loc2"


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


@lru_cache(maxsize=65_536)
def is_common(word: str) -> bool:
    """Return whether the dictionary knows the word, and not as the name of a place only."""
    if not _analyser().word_is_known(word):
        return False
    return any("Geox" not in parse.tag for parse in _analyser().parse(word) if parse.is_known)


@lru_cache(maxsize=8_192)
def agree(adjective: str, noun: str) -> bool:
    """Return whether the two stand in one case, number and gender: «школьной площадке»."""
    described = [p.tag for p in _analyser().parse(adjective) if "ADJF" in p.tag]
    named = [p.tag for p in _analyser().parse(noun) if "NOUN" in p.tag]
    return any(
        (one.case, one.number) == (other.case, other.number)
        and (one.number == "plur" or one.gender == other.gender)
        for one in described
        for other in named
    )


@lru_cache(maxsize=65_536)
def lemmas(word: str) -> frozenset[str]:
    """Return all dictionary forms the word may have, itself among them."""
    return frozenset({word, *(parse.normal_form for parse in _analyser().parse(word))})


@lru_cache(maxsize=65_536)
def base_form(word: str) -> str:
    """Return the dictionary form of the word's likeliest reading, ё as е.

    Of a word no dictionary knows the stem: guessing costs half a millisecond and tells no more.
    A number, alone or with letters, stays itself.
    """
    if not word.isalpha():
        return word
    analyser = _analyser()
    dictionary = analyser.dictionary
    # Weighing the readings costs as much as finding them: most words have one form in all.
    forms = {
        dictionary.build_normal_form(paradigm, index, spelt)
        for spelt, readings in dictionary.words.similar_items(word, analyser.char_substitutes)
        for paradigm, index in readings
    }
    if not forms:
        return stem(word)
    likeliest: str = forms.pop() if len(forms) == 1 else analyser.parse(word)[0].normal_form
    return likeliest.replace("ё", "е")


@lru_cache(maxsize=65_536)
def is_place_name(word: str) -> bool:
    """Return whether the word is, as its likeliest reading, the name of a place.

    Of words the dictionary does not know only those count that are one in all readings.
    """
    parses = _analyser().parse(word)
    if _analyser().word_is_known(word):
        return "Geox" in parses[0].tag
    return all("Geox" in parse.tag for parse in parses)


@lru_cache(maxsize=65_536)
def is_name_part(word: str, mark: str) -> bool:
    """Return whether the word is, as its likeliest known reading, of the mark given.

    ``mark`` is ``Name``, ``Surn`` or ``Patr``. Words the dictionary does not know count when
    any guess has the mark: most surnames of a district are unknown to it.
    """
    parses = _analyser().parse(word)
    known = [parse for parse in parses if parse.is_known]
    return any(mark in parse.tag for parse in known or parses)


@lru_cache(maxsize=8_192)
def is_genitive(word: str) -> bool:
    """Return whether a part of a person's name stands in the genitive and not in the nominative.

    «Маркса» does; «Анна» does not, and «Иванова» may be either.
    """
    parses = [p.tag for p in _analyser().parse(word) if "Name" in p.tag or "Surn" in p.tag]
    cases = {str(tag.case) for tag in parses if "sing" in tag}
    return "gent" in cases and "nomn" not in cases


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
                return _all_bent(parse, word)
    return _by_ending(word)


def _all_bent(parse: Any, word: str) -> dict[str, str]:
    found = {case: _bent(parse, case, word) for case in CASES}
    second = parse.inflect({SECOND_LOCATIVE})
    if second is not None:
        found[SECOND_LOCATIVE] = second.word.replace("ё", "е")
    return found


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
