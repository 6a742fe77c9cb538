"""Obscene words of Russian, disguised ones too: by stars, digits and Latin look-alikes."""

import re
from collections.abc import Iterator
from functools import lru_cache

from otklik.understanding.sign_words import house_words
from otklik.understanding.signs import said_in

# Only a text with one of these is read letter by letter; most are not.
_DISGUISE = re.compile(
    r"[А-яёЁ][A-Za-z]|[A-Za-z][А-яёЁ]|[А-яёЁ][0-9@$*#_.]{1,5}[А-яёЁ]|[*#@$][А-яёЁ]"
)
_WORD = re.compile(r"[0-9a-zа-яё@$]+(?:[*#_.@$]{1,5}[0-9a-zа-яё@$]+)*", re.IGNORECASE)
_LOOK_ALIKES = str.maketrans("aceopxykbmhtur36409@$ё", "асеорхукьмнтигзбчодасе")
_PLAIN = re.compile(r"[а-яё]+|[0-9]+[а-яё]?", re.IGNORECASE)
_HIDDEN = re.compile(r"[*#_.]{1,5}")
_LONGEST = 40
_PREFIX = (
    "(?:за|на|по|про|вы|до|от|отъ|объ|съ|въ|разъ|раз|рас|о|об|у|недо|при|пере|под|подъ|изъ|ис|вз|взъ|"
    "ни|не|ох|из|с)?"
)
# From the beginning of a word, so that «употреблять», «хлебать» and «страховка» are left alone.
_ROOTS = re.compile(
    rf"^(?:{_PREFIX}ху[йеяию](?!щ)|{_PREFIX}пи?зд(?!р)|{_PREFIX}п[ие]зд|"
    rf"(?:за|на|по|про|вы|до|отъ?|объ|съ|въ|разъ|у|недо|пере|подъ|изъ|взъ|долбо|ни)?еб(?:а|у|н|л|и|о|ы|е|ш|т|$)|"
    r"бля(?:$|д|ть|т$)|муда[кч]|мудил|мудозв|пид[ао]р|г[ао]ндон|залуп|шлюх|"
    r"сук(?:а|у|ой|ин\w*)$|жоп|говн|дерьм|за?сран|насра|обосра|сра(?:ть|л|ч)|хер(?:ня|ов|ней|ню)|нахер|похер|нахуй)"
)
_NOT = re.compile(
    r"^(?:хуи$|ебел|небе|себе|побед|пидоров?к|жопорск|сукин$|херсон|дерьмант|херувим|изд|прои?зд|поезд)"
)


def obscene_words(text: str) -> Iterator[str]:
    """Yield the obscene words of the text as written; disguised ones after the plain ones."""
    yield from filter(_is_plainly_obscene, said_in(text))
    if _DISGUISE.search(text) is None:
        return
    for found in _WORD.finditer(text):
        written = found.group()
        is_disguised = len(written) <= _LONGEST and _PLAIN.fullmatch(written) is None
        if is_disguised and _is_obscene(written.lower()):
            yield written


@lru_cache(maxsize=32_768)
def _is_plainly_obscene(word: str) -> bool:
    return bool(_ROOTS.match(word)) and not _NOT.match(word)


def _is_obscene(word: str) -> bool:
    # «xyй» has a Russian letter left; «hyper» in Latin letters alone is some other word.
    if not any("а" <= letter <= "я" for letter in word):
        return False
    plain = word.translate(_LOOK_ALIKES)
    if "." in plain and "*" not in plain:
        # Points part sentences, not letters: «х.у.й» is written with each letter apart.
        parts = plain.split(".")
        plain = "".join(parts) if all(len(part) == 1 for part in parts) else parts[0]
    if _HIDDEN.search(plain):
        return _fits_a_form(plain)
    return _is_plainly_obscene(plain)


def _fits_a_form(word: str) -> bool:
    """Return whether a known obscene word fits into the gaps of a word."""
    pattern = re.compile(_HIDDEN.sub(".{1,5}", word))
    letters = len(_HIDDEN.sub("", word))
    return letters >= 2 and any(pattern.fullmatch(form.words) for form in house_words()["obscene"])
