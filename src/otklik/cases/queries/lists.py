"""Pages of the list of cases: keyset, never a count, the same cost at any depth."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db.models import Q

from otklik.cases.models.case import CaseQuerySet
from otklik.cases.queries import filters, search
from otklik.cases.queries.filters import Filters
from otklik.cases.queries.rows import Row, rows_of
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality

PAGE_SIZE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; a cursor is empty where there is no further page."""

    rows: list[Row]
    next_cursor: str = ""
    previous_cursor: str = ""


def find_page(
    chosen: Filters,
    *,
    grants: Grants,
    municipality: Municipality,
    at: datetime,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """Return a page of the cases the person may see and the filters let through.

    ``after`` and ``before`` are cursors of another page; one that cannot be read is no cursor.
    Newest first, or the earliest due first where the filters say so.
    """
    listing = _Listing(chosen, grants, municipality, at)
    if chosen.words:
        found = search.find(chosen.words, grants, municipality)
        if found.is_large:
            return _page_by_id(listing, found, after=after, before=before, size=size)
        listing = replace(listing, only_ids=found.ids)
    cursor = _read(before) or _read(after)
    backwards = _read(before) is not None
    keys = listing.keys(cursor, backwards=backwards, limit=size + 1)
    if backwards and len(keys) < size:
        # Too little lies before the cursor to fill a page: this is the first page.
        backwards, cursor = False, None
        keys = listing.keys(None, backwards=False, limit=size + 1)
    has_more = len(keys) > size
    keys = sorted(keys[:size], key=listing.order)
    rows = rows_of([pk for _moment, pk in keys], grants, municipality)
    if not keys:
        return Page(rows)
    has_next = has_more if not backwards else True
    has_previous = has_more if backwards else cursor is not None
    return Page(
        rows,
        next_cursor=_write(keys[-1]) if has_next else "",
        previous_cursor=_write(keys[0]) if has_previous else "",
    )


def count(cases: CaseQuerySet, chosen: Filters, at: datetime, municipality: Municipality) -> int:
    """Return how many of the visible cases the filters let through: for small piles only."""
    if chosen.is_open_only:
        cases = filters.only_open(cases)
    streams = filters.streams_of_columns(chosen) or [Q()]
    kept = cases.filter(filters.conditions(chosen, at, municipality.zone))
    return sum(kept.filter(stream).count() for stream in streams)


def count_up_to(
    most: int, chosen: Filters, *, grants: Grants, municipality: Municipality, at: datetime
) -> int:
    """Return how many cases the person may see and the filters let through, ``most`` at most."""
    cases = filters.visible(grants, municipality)
    if chosen.is_open_only:
        cases = filters.only_open(cases)
    streams = filters.streams_of_columns(chosen) or [Q()]
    kept = cases.filter(filters.conditions(chosen, at, municipality.zone))
    return min(most, sum(kept.filter(stream)[:most].count() for stream in streams))


@dataclass(frozen=True, slots=True)
class _Listing:
    """A list under way: what it shows, to whom, in which order."""

    chosen: Filters
    grants: Grants
    municipality: Municipality
    at: datetime
    only_ids: Sequence[int] | None = None

    @property
    def field(self) -> str:
        """The moment the list goes by."""
        return "next_due_at" if self.chosen.is_by_due else "received_at"

    def order(self, key: Key) -> tuple[float, int]:
        """Return what sorts keys in the order of the page."""
        seconds = (key[0] - EPOCH).total_seconds()
        return (seconds, key[1]) if self.chosen.is_by_due else (-seconds, -key[1])

    def cases(self) -> CaseQuerySet:
        """Return the cases of the list without order."""
        cases = filters.visible(self.grants, self.municipality)
        if self.chosen.is_open_only and self.only_ids is None:
            cases = filters.only_open(cases)
        if self.only_ids is not None:
            cases = cases.filter(pk__in=self.only_ids)
        return cases.filter(filters.conditions(self.chosen, self.at, self.municipality.zone))

    def keys(self, cursor: Key | None, *, backwards: bool, limit: int) -> list[Key]:
        """Return up to ``limit`` keys beyond the cursor, the nearest first."""
        ascending = self.chosen.is_by_due != backwards
        sign = "" if ascending else "-"
        cases = self.cases()
        if cursor is not None:
            cases = cases.filter(_beyond(self.field, cursor, ascending=ascending))
        if self.only_ids is not None:
            # Asked for an order, SQLite would walk all cases in it to meet these few.
            few = cases.order_by("pk").values_list(self.field, "pk")
            return sorted(few, reverse=not ascending)[:limit]
        cases = cases.order_by(f"{sign}{self.field}", f"{sign}pk")
        parts = (
            list(cases.filter(stream).values_list(self.field, "pk")[:limit])
            for stream in filters.streams(self.chosen, self.grants, self.municipality)
        )
        merged = heapq.merge(*parts, reverse=not ascending)
        return list(islice(_without_repetition(merged), limit))


def _beyond(field: str, cursor: Key, *, ascending: bool) -> Q:
    # The first comparison alone lets the index begin at the cursor; the rest parts equals.
    moment, pk = cursor
    word = "gt" if ascending else "lt"
    return Q(**{f"{field}__{word}e": moment}) & (
        Q(**{f"{field}__{word}": moment}) | Q(**{f"pk__{word}": pk})
    )


def _without_repetition(keys: Iterable[Key]) -> Iterable[Key]:
    """Equal keys come one after another: a case two scopes reach is in two streams."""
    last: Key | None = None
    for key in keys:
        if key != last:
            yield key
        last = key


def _page_by_id(
    listing: _Listing, found: search.Found, *, after: str, before: str, size: int
) -> Page:
    """Return a page of a search that finds too much to be sorted: the last registered first."""
    first, last = _read_id(before), _read_id(after)
    backwards, cursor = first is not None, last if first is None else first
    keys = _walk_ids(listing, found, cursor, backwards=backwards, limit=size + 1)
    if backwards and len(keys) < size:
        backwards, cursor = False, None
        keys = _walk_ids(listing, found, None, backwards=False, limit=size + 1)
    has_more = len(keys) > size
    keys = sorted(keys[:size], reverse=True)
    has_next = has_more if not backwards else True
    has_previous = has_more if backwards else cursor is not None
    return Page(
        rows_of(keys, listing.grants, listing.municipality),
        next_cursor=f"i{keys[-1]}" if keys and has_next else "",
        previous_cursor=f"i{keys[0]}" if keys and has_previous else "",
    )


def _walk_ids(
    listing: _Listing, found: search.Found, cursor: int | None, *, backwards: bool, limit: int
) -> list[int]:
    kept: list[int] = []
    for chunk in found.chunks(cursor, backwards=backwards):
        cases = replace(listing, only_ids=chunk).cases()
        order = "pk" if backwards else "-pk"
        kept += cases.order_by(order).values_list("pk", flat=True)[: limit - len(kept)]
        if len(kept) >= limit:
            break
    return kept


def _write(key: Key) -> str:
    return f"{(key[0] - EPOCH) // timedelta(microseconds=1)}-{key[1]}"


def _read(cursor: str) -> Key | None:
    moment, _dash, pk = cursor.rpartition("-")
    if not (moment.removeprefix("-").isdecimal() and pk.isdecimal() and len(cursor) < 40):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None


def _read_id(cursor: str) -> int | None:
    digits = cursor.removeprefix("i")
    return int(digits) if digits.isdecimal() and len(digits) < 19 else None
