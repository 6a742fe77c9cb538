"""Words of Russian and Khakass texts: cleaning, splitting, stems for search.

All functions are pure, take and give `str`, never raise on any text, and are safe in threads.
"""

from __future__ import annotations

import html
import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

# Spaces that people do not see the difference of; tabs and line ends are left alone.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"), " ")
_SPACES |= dict.fromkeys(map(ord, "\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " ")
# Signs without width: they break words in two for every comparison.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff\x00"))
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_ODD_SIGN = re.compile("[\r\u0085\u2028\u2029" + "".join(map(chr, (*_SPACES, *_INVISIBLE))) + "]")

_BREAK_TAG = re.compile(r"<\s{0,3}(?:br|/p|/div|/li)\s{0,3}/?\s{0,3}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,500}>")
_NAMED_LINK = re.compile(
    r"\[(?:(?:id|club|public|event|app)\d|https?://)[^\]\[|\s]{0,500}\|([^\]]{0,500})\]"
)
_NAMED_MENTION = re.compile(r"[@*](?:id|club|public|event)\d{1,20}\s?\(([^()]{0,300})\)")
_MENTION = re.compile(r"(?<![\w.@])@[A-Za-z][\w.]{1,63}")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>«»]{1,2000}"
    r"|(?<![\w@./])(?:m\.)?(?:vk\.com|vk\.cc|ok\.ru|t\.me|max\.ru|youtu\.be)/[^\s<>«»]{1,2000}",
    re.IGNORECASE,
)
# Every tag, link and mention has one of these; an address has, unless it begins with «www.».
_SOCIAL_SIGN = re.compile(r"[<\[@*/]")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\U000e0000-\U000e007f\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff"
    "\u2500-\u27bf\u2b00-\u2bff\u3030\u303d\u203c\u2049\u200d\u20e3\ufe00-\ufe0f]+"
)
# One space alone is left as it is.
_RUN_OF_SPACES = re.compile(r"[\t\f\v][ \t\f\v]*| [ \t\f\v]+")
_RUN_OF_LINES = re.compile(r" ?\n[ \n]*")
_SPACE_BEFORE_SIGN = re.compile(r" +(?=[,.;:!?](?:\s|$))")

# Khakass letters that keyboards and fonts without them replace by look-alikes.
_LOOK_ALIKES = str.maketrans("ӌӊҥöüÿӓ", "ҷңңӧӱӱӓ")
_LOOK_ALIKE = re.compile("[iӌӊҥöüÿӓ]")
_KHAKASS = "ғӧӱҷңі"
_KHAKASS_TO_RUSSIAN = str.maketrans(_KHAKASS, "гоучни")
_KHAKASS_LETTER = re.compile(f"[{_KHAKASS}]")
_WORD = re.compile(r"[0-9a-zà-öø-ÿ\u0400-\u04ff]+")
_LATIN_I_INSIDE = re.compile(r"(?<=[\u0400-\u04ff])i|i(?=[\u0400-\u04ff])")
_STEM_CACHE = 65_536
_LONGEST_WORD = 64

_stemmers = threading.local()


def normalise(text: str) -> str:
    """Return the text in one fixed form, its words untouched.

    NFC; no-break and other odd spaces become spaces; invisible signs go; line ends are
    `\\n`; spaces at both ends go, and so does one stray leading apostrophe (spreadsheets
    write it before a text cell; a lone apostrophe is an empty text).
    """
    plain = unicodedata.normalize("NFC", text)
    # Most texts have none of the odd signs; looking is far cheaper than replacing.
    if _ODD_SIGN.search(plain):
        plain = _LINE_ENDS.sub("\n", plain.translate(_SPACES).translate(_INVISIBLE))
    plain = plain.strip()
    return plain[1:].lstrip() if plain.startswith("'") else plain


def clean_social(text: str) -> str:
    """Return what a person wrote in a social network, without the network's own signs.

    `[club123|words]` and `@club123 (words)` leave the words; `@name`, addresses of pages,
    html tags and entities, and emoji go; runs of spaces and of empty lines shrink to one.
    Electronic mail addresses stay: they are the author's words (and personal data).
    """
    plain = normalise(html.unescape(text))
    # Most texts have none of these signs; looking is far cheaper than replacing.
    if _SOCIAL_SIGN.search(plain):
        plain = _TAG.sub(" ", _BREAK_TAG.sub("\n", plain))
        plain = _NAMED_MENTION.sub(r"\1", _NAMED_LINK.sub(r"\1", plain))
        plain = _MENTION.sub(" ", _URL.sub(" ", plain))
    elif "www." in plain.lower():
        plain = _URL.sub(" ", plain)
    plain = _EMOJI.sub(" ", plain)
    plain = _RUN_OF_LINES.sub("\n", _RUN_OF_SPACES.sub(" ", plain))
    return _SPACE_BEFORE_SIGN.sub("", plain).strip()


def words(text: str) -> list[str]:
    """Return the words and numbers of the text in order: lower case, ё as е.

    Khakass letters are kept (look-alikes are made one letter); a hyphen parts words.
    """
    return list(_words(text))


# Topic, urgency, rules and the index all ask for the words of one text, one after the other.
@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFC", text).translate(_INVISIBLE).lower().replace("ё", "е")
    found = _WORD.findall(plain)
    if not _LOOK_ALIKE.search(plain):
        return tuple(found)
    return tuple(_one_alphabet(word) for word in found)


def _one_alphabet(word: str) -> str:
    """Return a Cyrillic word with its Latin look-alikes of Khakass letters made Cyrillic."""
    if word.isascii() or not any("\u0400" <= letter <= "\u04ff" for letter in word):
        return word
    return _LATIN_I_INSIDE.sub("і", word.translate(_LOOK_ALIKES))


@lru_cache(maxsize=_STEM_CACHE)
def stem(word: str) -> str:
    """Return the stem of one lower-case word (Snowball, Russian); other words as they are."""
    if word.isascii():
        # Numbers and addresses: the stemmer knows Cyrillic endings only.
        return word
    # The stemmer keeps the word inside itself while it works: one for each thread.
    stemmer = getattr(_stemmers, "russian", None)
    if stemmer is None:
        stemmer = _stemmers.russian = snowballstemmer.stemmer("russian")
    return str(stemmer.stemWord(word.replace("ё", "е")))


def search_tokens(text: str) -> str:
    """Return the stems of the text, parted by spaces, for a search index or a query.

    A word with Khakass letters gives two stems, as written and in Russian letters, so that
    «ӱ» is found by «у» too. The same function makes the index and the query.
    """
    # Longer ones are no words; they would only fill the cache of stems.
    found = [word[:_LONGEST_WORD] for word in words(text)]
    if not _KHAKASS_LETTER.search(" ".join(found)):
        return " ".join(map(stem, found))
    tokens: list[str] = []
    for word in found:
        tokens.append(stem(word))
        if _KHAKASS_LETTER.search(word):
            tokens.append(stem(word.translate(_KHAKASS_TO_RUSSIAN)))
    return " ".join(tokens)
