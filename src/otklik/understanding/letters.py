"""Words written with letters of two alphabets that look alike."""

import re

_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u00ff\u0400-\u04ff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# The second line: Khakass letters and what keyboards without them type instead.
_LIKE = "ABCEHKMOPTXYaceopxykiI"
_LIKE_RUSSIAN = "АВСЕНКМОРТХУасеорхукіІ"
_KHAKASS = "öÖüÜÿŸ"
_KHAKASS_LIKE = "ӧӦӱӰӱӰ"
_FOLD = str.maketrans(_LIKE + _KHAKASS, _LIKE_RUSSIAN + _KHAKASS_LIKE)
_ALL_ALIKE = re.compile(rf"[0-9{_LIKE}]+")
# Khakass letters as those write them who have only a Russian keyboard.
_AS_RUSSIAN = str.maketrans("ғӧӱҷӌңҥі", "гоуччнни")


def in_one_alphabet(text: str) -> str:
    """Return the text, its words as long as before, look-alikes of Cyrillic letters made such.

    Only in words that hold a Cyrillic letter, or nothing but look-alikes: «Coветская», «yл».
    """
    return _WORD.sub(_folded, text) if _LATIN.search(text) else text


def without_khakass(word: str) -> str:
    """Return a word in small letters with its Khakass letters made Russian."""
    return word.translate(_AS_RUSSIAN)


def _folded(found: re.Match[str]) -> str:
    word = found.group()
    if not _LATIN.search(word):
        return word
    is_cyrillic = _CYRILLIC.search(word) or _ALL_ALIKE.fullmatch(word)
    return word.translate(_FOLD) if is_cyrillic else word
