"""Appending to the hash-chained log, and checking the chain."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from otklik.cases.models import Event, LogHead, bulk
from otklik.registry.models import Municipality, Person

PERSON = "person"
MACHINE = "machine"
FILE = "file"
APPLICANT = "applicant"
BATCH_SIZE = 2000


@dataclass(slots=True)
class Entry:
    """What is to be written: a dotted name such as ``case.assign`` and its details.

    ``case_id`` of a new case is filled in when the case is stored. ``actor`` tells a person from
    the machine's own decisions and from what a file brought.
    """

    name: str
    case_id: int | None
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)
    actor: str = PERSON


class Mark(NamedTuple):
    """Everything of an entry that its hash covers, in the order of ``COLUMNS``."""

    municipality_id: int
    seq: int
    case_id: int | None
    name: str
    at: datetime
    recorded_at: datetime
    person_id: int | None
    actor: str
    data: str


# Entries that name others whose words they have taken out (152-FZ art. 5 part 7).
COVERING = ("case.anonymised", "case.destroyed")
COLUMNS = (*Mark._fields, "hash")


def append(
    municipality: Municipality,
    entries: Sequence[Entry],
    *,
    person: Person | None,
    recorded_at: datetime,
) -> None:
    """Append the entries to the chain of the municipality, in their order.

    Must run inside a transaction: the head of the chain is locked until it ends, so entries of
    two transactions never mix.
    """
    if not entries:
        return
    head = _locked_head(municipality)
    seq, last_hash = head.last_seq, head.last_hash
    person_id = person.pk if person else None
    values = []
    for entry in entries:
        seq += 1
        mark = Mark(
            municipality.pk,
            seq,
            entry.case_id,
            entry.name,
            entry.at,
            recorded_at,
            person_id,
            entry.actor,
            canonical(entry.data),
        )
        last_hash = chained(mark, last_hash)
        values.append((*mark, last_hash))
    bulk.insert_values(Event, COLUMNS, values)
    head.last_seq, head.last_hash = seq, last_hash
    head.save()


def hold(municipality: Municipality) -> None:
    """Lock the chain of the municipality before anything else is locked.

    All who write take it first, so an import, a deed and an undoing wait for each other in one
    line and never in a ring. Must run inside a transaction.
    """
    _locked_head(municipality)


def _locked_head(municipality: Municipality) -> LogHead:
    LogHead.objects.get_or_create(municipality=municipality)
    return LogHead.objects.select_for_update().get(municipality=municipality)


def canonical(data: dict[str, Any]) -> str:
    """Return the one JSON text that stands for the data: sorted keys, no spaces."""
    return _encode(data)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the log")


# Made once: ``json.dumps`` makes a new encoder for every call with options.
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
).encode


def chained(mark: Mark, previous_hash: str) -> str:
    """Return the SHA-256 of an entry together with the hash of the one before."""
    parts = (
        previous_hash,
        str(mark.municipality_id),
        str(mark.seq),
        str(mark.case_id or ""),
        mark.name,
        _moment(mark.at),
        _moment(mark.recorded_at),
        str(mark.person_id or ""),
        mark.actor,
        mark.data,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def entry_hash(event: Event, previous_hash: str) -> str:
    """Return the hash a stored entry should have after the one before it."""
    mark = Mark(*(getattr(event, name) for name in Mark._fields))
    return chained(mark, previous_hash)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def covered_data(act_number: int) -> str:
    """Return what stands in an entry whose words an act of the end of keeping has taken out."""
    return canonical({"covered_by_act": act_number})


def _covered(municipality: Municipality) -> dict[int, str]:
    """Return the numbers of the entries covered by acts, and what must stand in them."""
    acts = Event.objects.filter(municipality=municipality, name__in=COVERING)
    found = {}
    for event in acts.order_by("seq").iterator(chunk_size=BATCH_SIZE):
        details = event.details
        for seq in details.get("covered", ()):
            found[seq] = covered_data(details["act"])
    return found


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the chain does not hold. ``kind``: gap, changed, cut."""

    municipality_code: str
    seq: int
    kind: str


def flaws(municipality: Municipality) -> Iterator[Flaw]:
    """Walk the chain of the municipality and yield every place where it does not hold.

    After a changed entry the walk goes on from the hash that is stored there, so that one
    change is told once. Entries an act of the end of keeping has covered differ from their hash
    lawfully: a later entry of the chain names them.
    """
    expected_seq, previous = 0, ""
    covered = _covered(municipality)
    events = Event.objects.filter(municipality=municipality).order_by("seq")
    for event in events.iterator(chunk_size=BATCH_SIZE):
        expected_seq += 1
        if event.seq != expected_seq:
            yield Flaw(municipality.code, expected_seq, "gap")
            expected_seq = event.seq
        elif event.data != covered.get(event.seq) and entry_hash(event, previous) != event.hash:
            yield Flaw(municipality.code, event.seq, "changed")
        previous = event.hash
    head = LogHead.objects.filter(municipality=municipality).first()
    if head is not None and (head.last_seq, head.last_hash) != (expected_seq, previous):
        yield Flaw(municipality.code, head.last_seq, "cut")
