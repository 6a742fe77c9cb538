"""Takes rows in, chunk by chunk: tells new from changed and unchanged, sorts, stores."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from time import perf_counter
from zoneinfo import ZoneInfo

from otklik.cases import log, terms
from otklik.cases.models import Case, Event, ImportBatch, QuarantinedRow
from otklik.channels.incoming import Incoming, RefusedRow
from otklik.core.reasons import Reason
from otklik.intake.changes import change_case
from otklik.intake.drafting import Office, draft_case
from otklik.intake.numbers import Numbered, take_numbers
from otklik.intake.reader import reader_of
from otklik.intake.sorting import Sorted, Sorter
from otklik.intake.storing import ChangedRow, NewRow, store_changed, store_new
from otklik.registry.calendars import calendar_of
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import Municipality, Person

# The edition of the fingerprint: raise it when reading a row comes to mean something else, so
# that the next file brings the cases up to date.
FINGERPRINT_EDITION = "1"
# Made once: ``json.dumps`` makes a new encoder for every call with options.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(slots=True)
class Counts:
    """How many rows were what; ``seconds_understanding`` is the time spent on reading texts."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    seconds_understanding: float = 0.0


@dataclass(slots=True)
class _Chunk:
    new: list[Incoming] = field(default_factory=list)
    changed: list[tuple[int, Incoming]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


class IntakeDesk:
    """Takes rows of one file in. Use inside one transaction, so that a file is all or nothing."""

    def __init__(
        self,
        *,
        municipality: Municipality,
        batch: ImportBatch,
        person: Person | None,
        at: datetime,
    ) -> None:
        """Read the registry of the municipality as it is at the moment ``at``."""
        catalogue = Catalogue(municipality)
        self._catalogue = catalogue
        self._municipality = municipality
        self._batch = batch
        self._person = person
        self._at = at
        self._file_zone = ZoneInfo(batch.zone)
        today = municipality.local(at).date()
        self._sorter = Sorter(catalogue, reader_of(catalogue, today), today)
        self._office = Office(
            municipality=municipality,
            calendar=calendar_of(municipality),
            at=at,
            terms_by_regulation={
                regulation.pk: terms.running_terms(regulation.terms.all())
                for regulation in catalogue.regulations
            },
        )
        self._seen: dict[str, str] = {}
        self.counts = Counts()

    def take(self, rows: Sequence[Incoming | RefusedRow]) -> None:
        """Take a chunk of rows in and count them."""
        chunk = self._sift([self._on_local_day(row) for row in rows])
        entries = self._take_new(chunk.new) + self._take_changed(chunk.changed)
        log.append(self._municipality, entries, person=self._person, recorded_at=self._at)
        QuarantinedRow.objects.bulk_create(
            QuarantinedRow(
                batch=self._batch,
                row_number=row.row_number,
                payload=dict(row.payload),
                reasons=[reason.as_json() for reason in row.reasons],
            )
            for row in chunk.refused
        )
        self.counts.refused += len(chunk.refused)

    def _on_local_day(self, row: Incoming | RefusedRow) -> Incoming | RefusedRow:
        """Let a day without an hour be that day here, in whatever zone the file was written."""
        zone = self._municipality.zone
        if isinstance(row, RefusedRow) or not row.received_is_date or self._file_zone == zone:
            return row
        day = row.received_at.astimezone(self._file_zone).date()
        return replace(row, received_at=datetime.combine(day, time.min, tzinfo=zone))

    def _sift(self, rows: Sequence[Incoming | RefusedRow]) -> _Chunk:
        known = self._known([row.external_id for row in rows if isinstance(row, Incoming)])
        chunk = _Chunk()
        for row in rows:
            if isinstance(row, RefusedRow):
                chunk.refused.append(row)
                continue
            mark = fingerprint(row)
            earlier = self._seen.get(row.external_id)
            if earlier is not None:
                self._repeated_in_file(row, mark == earlier, chunk)
                continue
            self._seen[row.external_id] = mark
            found = known.get(row.external_id)
            if found is None:
                chunk.new.append(row)
            elif found[1] == mark:
                self.counts.unchanged += 1
            else:
                chunk.changed.append((found[0], row))
        return chunk

    def _repeated_in_file(self, row: Incoming, is_same: bool, chunk: _Chunk) -> None:
        if is_same:
            self.counts.unchanged += 1
            return
        reason = Reason("number_twice_in_file", {"number": row.external_id})
        chunk.refused.append(RefusedRow(row.row_number, row.payload, (reason,)))

    def _known(self, external_ids: list[str]) -> dict[str, tuple[int, str]]:
        found = Case.objects.filter(
            municipality=self._municipality,
            channel=self._batch.channel,
            external_id__in=external_ids,
        ).values_list("external_id", "pk", "source_fingerprint")
        return {external_id: (key, mark) for external_id, key, mark in found}

    def _take_new(self, items: list[Incoming]) -> list[log.Entry]:
        if not items:
            return []
        decided = [self._sort(item) for item in items]
        numbered = [
            Numbered(
                self._municipality.local(item.received_at).date(),
                one.kind,
                item.channel,
                item.author_name,
            )
            for item, one in zip(items, decided, strict=True)
        ]
        numbers = take_numbers(self._municipality, numbered)
        rows = []
        for item, one, number in zip(items, decided, numbers, strict=True):
            draft = draft_case(item, one, number, self._office)
            draft.case.source_fingerprint = self._seen[item.external_id]
            rows.append(NewRow(item, draft))
        self.counts.new += len(rows)
        return store_new(rows, self._batch)

    def _take_changed(self, pairs: list[tuple[int, Incoming]]) -> list[log.Entry]:
        if not pairs:
            return []
        keys = [key for key, _item in pairs]
        cases = (
            Case.objects.select_for_update(of=("self",))
            .prefetch_related("clocks", "answers")
            .in_bulk(keys)
        )
        steps = _steps_known(keys)
        rows = []
        for key, item in pairs:
            case = cases[key]
            change = change_case(
                case,
                list(case.clocks.all()),
                list(case.answers.all()),
                item,
                self._sort(item),
                self._office,
                steps.get(key, frozenset()),
            )
            change.before["fingerprint"] = case.source_fingerprint
            case.source_fingerprint = self._seen[item.external_id]
            rows.append(ChangedRow(item, change))
        self.counts.changed += len(rows)
        return store_changed(rows, self._batch)

    def _sort(self, item: Incoming) -> Sorted:
        self._catalogue.learn(item.channel, item.category)
        started = perf_counter()
        decided = self._sorter.sort(item)
        self.counts.seconds_understanding += perf_counter() - started
        return decided


def fingerprint(item: Incoming) -> str:
    """Return a short digest of the row and of the moment it was read to mean."""
    text = _encode(dict(item.payload))
    parts = (FINGERPRINT_EDITION, item.received_at.isoformat(), text)
    return hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()


def _steps_known(case_ids: Iterable[int]) -> dict[int, frozenset[tuple[str, datetime]]]:
    found: dict[int, set[tuple[str, datetime]]] = {}
    events = Event.objects.filter(case_id__in=list(case_ids), name__startswith="case.step.")
    for case_id, name, at in events.values_list("case_id", "name", "at"):
        if case_id is not None:
            found.setdefault(case_id, set()).add((name, at))
    return {case_id: frozenset(steps) for case_id, steps in found.items()}
