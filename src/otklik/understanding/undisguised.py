"""A text as patterns read it: without invisible signs, with plain digits and dashes."""

import re
import unicodedata
from collections.abc import Sequence

# Signs without width and those that turn the direction of writing.
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f"
_VISIBLE = re.compile(f"[^{_INVISIBLE}]+")
_ANY_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_STRANGE_DIGIT = re.compile(r"(?![0-9])\d")
_DASH = re.compile("[\u2010-\u2015\u2212\uff0d]")
_STRANGE_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# Letters О in the place of noughts: beside a digit, or several in a number written in groups.
_GROUPS = re.compile(r"(?<!\w)[\dОоOo](?:[ .()-]?[\dОоOo]){3,40}(?!\w)")
_NOUGHT = re.compile(r"(?<=\d)[ОоOo]+|[ОоOo]+(?=\d)|[ОоOo]{2,}")
_ANY_NOUGHT = re.compile(r"\d[ .()-]?[ОоOo]|[ОоOo]\d")


def undisguised(text: str) -> tuple[str, Sequence[int]]:
    """Return the text made plain, and for each of its letters the place in ``text``."""
    plain, places = text, range(len(text))
    if _ANY_INVISIBLE.search(text):
        kept = [found.span() for found in _VISIBLE.finditer(text)]
        plain = "".join(text[start:end] for start, end in kept)
        return _with_plain_digits(plain), [at for span in kept for at in range(*span)]
    return _with_plain_digits(plain), places


def _with_plain_digits(text: str) -> str:
    """Return the text letter for letter, so that places stay."""
    if not text.isascii():
        text = _DASH.sub("-", _STRANGE_SPACE.sub(" ", text))
        text = _STRANGE_DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), text)
    return _GROUPS.sub(_with_noughts, text) if _ANY_NOUGHT.search(text) else text


def _with_noughts(groups: re.Match[str]) -> str:
    return _NOUGHT.sub(lambda found: "0" * len(found.group()), groups.group())
