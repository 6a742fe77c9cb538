"""Compares the store with what the register knows of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from otklik.enclosures.store import INCOMING, PREVIEWS, FileLost, Store


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be there of a file: in quarantine or not, with a small picture or without."""

    waits: bool
    has_preview: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit. ``how``: missing, changed, orphan (nobody uses it), stranger
    (no file of the store); ``what`` its digest or name; ``is_mended`` when it was removed."""

    how: str
    what: str
    is_mended: bool = False


def lost_files(store: Store, expected: Mapping[str, Expected]) -> Iterator[Fault]:
    """Read every expected file through; yield those that are missing or changed."""
    for digest, file in expected.items():
        try:
            store.path(digest, waits=file.waits)
            if file.has_preview:
                store.preview(digest)
        except FileLost as lost:
            yield Fault(lost.how, digest)


def left_over(
    store: Store,
    expected: Mapping[str, Expected],
    *,
    older_than: float,
    remove: Callable[[str], None] | None = None,
) -> Iterator[Fault]:
    """Yield what nobody expects. With ``remove``, which takes a digest, those of our own files
    go that were last changed before ``older_than`` (seconds of the epoch)."""
    for found in [*store.walk()]:
        if found.digest in expected:
            continue
        is_ours = bool(found.digest) or found.place == INCOMING
        is_mended = remove is not None and is_ours and found.modified < older_than
        if is_mended and found.digest and remove is not None:
            remove(found.digest)
        elif is_mended:
            found.path.unlink(missing_ok=True)
        # The small picture goes with its picture and is not told of twice.
        if found.place != PREVIEWS or not is_ours:
            yield Fault("orphan" if is_ours else "stranger", found.path.name, is_mended)
