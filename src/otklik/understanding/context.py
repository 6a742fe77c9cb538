"""What is known of a message besides its words, put in words a trained classifier hears."""

import zlib
from collections.abc import Iterable
from dataclasses import replace

from otklik.core.reasons import Reason
from otklik.understanding.reading import Guess

# No word of a letter begins so; what stands behind it is not shown as a reason.
MARK = "ъъ"


def with_context(text: str, codes: Iterable[str]) -> str:
    """Return the text with a word for each code, such as its topic and its place.

    Who is to answer follows from what it is about and where, more than from the words.
    """
    marks = [f"{MARK}{zlib.crc32(code.encode()):08x}" for code in codes if code]
    return " ".join([*marks, text])


def without_context(guess: Guess) -> Guess:
    """Return the guess with no word of ``with_context`` among its reasons."""
    kept = []
    for reason in guess.reasons:
        said = str(reason.params.get("words", "")).split(", ")
        words = [word for word in said if word and not word.startswith(MARK)]
        if words:
            kept.append(Reason(reason.code, {**reason.params, "words": ", ".join(words)}))
    return replace(guess, reasons=tuple(kept))
