"""Pages of a list in the order of a unique whole-number column: the same cost at any depth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class KeyPage(Generic[M]):
    """A page of rows in the order of their keys, with cursors to its neighbours."""

    rows: Sequence[M]
    next_cursor: str = ""
    previous_cursor: str = ""


def key_page(
    rows: "QuerySet[M]",
    *,
    after: str = "",
    before: str = "",
    descending: bool = False,
    key: str = "pk",
    size: int = PAGE_SIZE,
) -> KeyPage[M]:
    """Return the page beyond the cursor, by a unique whole-number column ``key``.

    A cursor that cannot be read is no cursor.
    """
    backwards = _read(after) is None and _read(before) is not None
    cursor = _read(before) if backwards else _read(after)
    ascending = descending == backwards
    if cursor is not None:
        rows = rows.filter(**{f"{key}__{'gt' if ascending else 'lt'}": cursor})
    found = list(rows.order_by(key if ascending else f"-{key}")[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return KeyPage(found)
    has_next = True if backwards else has_more
    has_previous = has_more if backwards else cursor is not None
    return KeyPage(
        found,
        str(getattr(found[-1], key)) if has_next else "",
        str(getattr(found[0], key)) if has_previous else "",
    )


def _read(cursor: str) -> int | None:
    return int(cursor) if cursor.isdecimal() and len(cursor) < 19 else None
