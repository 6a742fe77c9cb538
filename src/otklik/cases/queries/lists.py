"""Pages of the list of cases: keyset, never a count, the same cost at any depth."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q
from django.db.models.functions import Left

from otklik.cases.models import Case, Clock
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.queries import access, filters, search
from otklik.cases.queries.filters import Filters
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.understanding import find_personal_data, mask

PAGE_SIZE = 50
SNIPPET = 400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a list shows it. ``text`` is its beginning.

    Where the person may not see personal data ``applicant_name`` is empty and personal data in
    ``text`` is masked. ``unit`` is the unit of the clock that is due next, or empty.
    """

    pk: int
    number: str
    channel: str
    kind: str
    state: str
    received_at: datetime
    received_is_date: bool
    text: str
    applicant_name: str
    topic: str
    group: str
    settlement_type: str
    settlement: str
    street_type: str
    street: str
    house: str
    place_text: str
    recipient: str
    executor: str
    next_due_at: datetime | None
    next_clock: str
    unit: str
    rating: int | None
    repeat_kind: str
    on_control: bool
    fast_track: bool
    importance: str
    resolution: str

    @property
    def place(self) -> str:
        """Settlement, street and house in words; what the applicant wrote if none is known."""
        parts = (
            _named(self.settlement_type, self.settlement),
            _named(self.street_type, self.street),
            self.house,
        )
        return ", ".join(part for part in parts if part) or self.place_text


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; a cursor is empty where there is no further page."""

    rows: list[Row]
    next_cursor: str = ""
    previous_cursor: str = ""


COLUMNS = (
    "pk",
    "number",
    "channel",
    "kind",
    "state",
    "received_at",
    "received_is_date",
    "start_of_text",
    "applicant_name",
    "topic__name",
    "topic_group__name",
    "settlement__type_label",
    "settlement__name",
    "street__type_label",
    "street__name",
    "house",
    "place_text",
    "recipient__short_name",
    "recipient__name",
    "executor__last_name",
    "executor__first_name",
    "next_due_at",
    "next_clock",
    "rating",
    "repeat_kind",
    "on_control",
    "fast_track",
    "importance",
    "resolution",
    "block_id",
    "recipient_id",
)


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


def rows_of(ids: Sequence[int], grants: Grants, municipality: Municipality) -> list[Row]:
    """Return the rows of the cases in the order of ``ids``, personal data as the gate allows.

    The ids must come from cases the person may see.
    """
    if not ids:
        return []
    cases = Case.objects.filter(pk__in=ids).annotate(start_of_text=Left("text", SNIPPET))
    values = {value[0]: value for value in cases.values_list(*COLUMNS)}
    units = _units(ids)
    scopes = grants.scopes_of(Permission.VIEW_PERSONAL, municipality.pk)
    sees_all = any(scope.is_whole for scope in scopes)
    rows = []
    for pk in ids:
        value = values[pk]
        shown = sees_all or access.sees_personal_data(
            grants,
            Case(
                municipality=municipality,
                channel=value[2],
                block_id=value[29],
                recipient_id=value[30],
            ),
        )
        rows.append(_row(value, units.get((pk, value[22]), ""), shows_personal=shown))
    return rows


def _row(value: tuple[Any, ...], unit: str, *, shows_personal: bool) -> Row:
    (
        pk, number, channel, kind, state, received_at, is_date, text, applicant, topic, group,
        settlement_type, settlement, street_type, street, house, place_text, recipient_short,
        recipient, last_name, first_name, due_at, clock, rating, repeat_kind, on_control,
        fast_track, importance, resolution, _block, _recipient,
    ) = value  # fmt: skip
    initial = f"{first_name[0]}." if first_name else ""
    return Row(
        pk=pk, number=number, channel=channel, kind=kind, state=state, received_at=received_at,
        received_is_date=is_date, text=text if shows_personal else masked(text),
        applicant_name=applicant if shows_personal else "", topic=topic or "",
        group=group or "", settlement_type=settlement_type or "", settlement=settlement or "",
        street_type=street_type or "", street=street or "", house=house,
        place_text=place_text if shows_personal else masked(place_text),
        recipient=recipient_short or recipient or "",
        executor=f"{last_name} {initial}".strip() if last_name else "", next_due_at=due_at,
        next_clock=clock, unit=unit, rating=rating, repeat_kind=repeat_kind,
        on_control=on_control, fast_track=fast_track, importance=importance,
        resolution=resolution,
    )  # fmt: skip


def masked(text: str) -> str:
    """Return the text with the personal data in it masked."""
    return mask(text, find_personal_data(text)) if text else text


def _units(ids: Sequence[int]) -> dict[tuple[int, str], str]:
    running = Clock.objects.filter(case__in=ids, met_at__isnull=True, cancelled_at__isnull=True)
    return {(case, kind): unit for case, kind, unit in running.values_list("case", "kind", "unit")}


def _named(type_label: str, name: str) -> str:
    return f"{type_label}. {name}".replace("..", ".") if type_label and name else name


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
