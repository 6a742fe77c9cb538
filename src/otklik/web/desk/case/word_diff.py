"""What changed between two texts, word by word. Pure; the pages escape what they show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
_WORD = re.compile(r"\w+(?:-\w+)*\s*|[^\w\s]\s*|\s+")
_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")
# Beyond this many pairs comparing could take seconds: then sentences are compared, not words.
MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Return the way from the old text to the new one; spaces alone are no difference."""
    for pattern in (_WORD, _SENTENCE):
        before, after = pattern.findall(old), pattern.findall(new)
        if len(before) * len(after) <= MOST_PAIRS:
            return list(_joined(_pieces(before, after)))
    return list(_joined(iter([Piece(REMOVED, old), Piece(ADDED, new)])))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    old, new = ([part.strip() for part in parts] for parts in (before, after))
    matcher = SequenceMatcher(None, old, new)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            same = after[j1:j2]
            if i1 and i2 < len(before) and not any(part[0].isalnum() for part in same):
                # A lone comma between two changes only makes them harder to read.
                yield Piece(REMOVED, "".join(before[i1:i2]))
                yield Piece(ADDED, "".join(same))
            else:
                yield Piece(SAME, "".join(same))
        else:
            yield Piece(REMOVED, "".join(before[i1:i2]))
            yield Piece(ADDED, "".join(after[j1:j2]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join changes that follow each other: first all that went, then all that came."""
    removed = added = ""
    for piece in pieces:
        if piece.kind == SAME:
            yield from _change(removed, added)
            removed = added = ""
            if piece.text:
                yield piece
        elif piece.kind == REMOVED:
            removed += piece.text
        else:
            added += piece.text
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed.strip() == added.strip():
        if added:
            yield Piece(SAME, added)
        return
    if removed:
        yield Piece(REMOVED, removed)
    if added:
        yield Piece(ADDED, added)
