"""Take a file of a federal system in: as a whole or not at all, and never twice."""

import gc
import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from otklik.cases import log
from otklik.cases.models import ImportBatch
from otklik.cases.models.choices import BatchState
from otklik.channels import ADAPTERS, ChannelFile, recognise
from otklik.channels.incoming import Incoming, RefusedRow
from otklik.core.reasons import Reason
from otklik.core.tables import TableError
from otklik.intake.desk import Counts, IntakeDesk
from otklik.registry.models import Municipality, Person

CHUNK = 1000
# The threshold of the youngest generation; the usual one is 700.
OBJECTS_BEFORE_COLLECTING = 100_000
LEASE = timedelta(minutes=30)
Progress = Callable[[int, int], None]
logger = logging.getLogger(__name__)


def queue_file(
    *,
    path: Path,
    file_name: str,
    channel: str | None,
    municipality: Municipality,
    zone: ZoneInfo,
    person: Person | None,
    at: datetime,
) -> ImportBatch:
    """Note a file that waits to be taken in by the worker, and return its batch.

    Without a channel it is recognised by its headers. Raises ``TableError`` when the file
    cannot be recognised.
    """
    return ImportBatch.objects.create(
        municipality=municipality,
        channel=channel or recognise(path),
        file_name=file_name[:255],
        stored_path=str(path),
        sha256=_digest(path),
        zone=zone.key,
        person=person,
        created_at=at,
    )


def take_in_file(
    *,
    path: Path,
    channel: str | None,
    municipality: Municipality,
    zone: ZoneInfo,
    person: Person | None,
    at: datetime,
    progress: Progress | None = None,
    file_name: str | None = None,
    counted: dict[str, float] | None = None,
) -> ImportBatch:
    """Take the file in at once and return its batch with the counts.

    ``zone`` is the time zone the file's times are in; ``counted`` receives the seconds that
    went into understanding the texts. Raises ``TableError`` for a file that is
    no table of a known channel; the refusal stays on the batch, the register untouched.
    """
    batch = queue_file(
        path=path,
        file_name=file_name or path.name,
        channel=channel,
        municipality=municipality,
        zone=zone,
        person=person,
        at=at,
    )
    if not _claim(batch, at):
        raise RuntimeError("somebody else took the batch that was made this moment")
    return run_batch(batch, at=at, progress=progress, counted=counted)


def run_batch(
    batch: ImportBatch,
    *,
    at: datetime,
    progress: Progress | None = None,
    counted: dict[str, float] | None = None,
) -> ImportBatch:
    """Take the file of a claimed batch in, in one transaction, and return the batch.

    Raises ``TableError`` after it was written on the batch; any other error leaves the batch
    waiting for its lease to end.
    """
    try:
        with transaction.atomic(), _seldom_collecting():
            counts = _apply(batch, at=at, progress=progress)
    except TableError as error:
        batch.state = BatchState.FAILED
        batch.failure = error.reason.as_json()
        batch.leased_until = None
        batch.save()
        raise
    if counted is not None:
        counted["seconds_understanding"] = counts.seconds_understanding
    return batch


def preview_file(
    *, path: Path, channel: str | None, municipality: Municipality, zone: ZoneInfo, at: datetime
) -> ImportBatch:
    """Return an unsaved batch with the counts the file would give. Nothing is kept.

    Raises ``TableError`` as ``take_in_file`` does.
    """
    with transaction.atomic():
        batch = queue_file(
            path=path,
            file_name=path.name,
            channel=channel,
            municipality=municipality,
            zone=zone,
            person=None,
            at=at,
        )
        with _seldom_collecting():
            _apply(batch, at=at, progress=None)
        transaction.set_rollback(True)
    batch.pk = None
    return batch


def run_queued(
    *, at: datetime, progress_of: Callable[[ImportBatch], Progress] | None = None
) -> int:
    """Take in the files that wait, or whose worker died, and return how many were tried."""
    tried = 0
    waiting = ImportBatch.objects.filter(_free(at)).exclude(stored_path="").order_by("created_at")
    for batch in list(waiting):
        if not _claim(batch, at):
            continue
        tried += 1
        try:
            run_batch(batch, at=at, progress=progress_of(batch) if progress_of else None)
        except TableError:
            logger.info("import %s refused: %s", batch.pk, batch.failure)
        except Exception:
            logger.exception("import %s failed", batch.pk)
            _give_up(batch)
    return tried


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for cycles less often: a chunk makes many objects, hardly ever in cycles."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _apply(batch: ImportBatch, *, at: datetime, progress: Progress | None) -> Counts:
    file = ADAPTERS[batch.channel].read_file(Path(batch.stored_path), zone=ZoneInfo(batch.zone))
    log.hold(batch.municipality)
    desk = IntakeDesk(municipality=batch.municipality, batch=batch, person=batch.person, at=at)
    done = 0
    for chunk in _chunks(file.rows):
        desk.take(chunk)
        done += len(chunk)
        if progress is not None:
            progress(done, file.total_rows)
    _finish(batch, file, desk.counts, at)
    return desk.counts


def _finish(batch: ImportBatch, file: ChannelFile, counts: Counts, at: datetime) -> None:
    batch.state = BatchState.APPLIED
    batch.applied_at = at
    batch.leased_until = None
    batch.failure = None
    batch.new_count, batch.changed_count = counts.new, counts.changed
    batch.unchanged_count, batch.refused_count = counts.unchanged, counts.refused
    batch.columns_missing = list(file.columns_missing)
    batch.columns_unknown = list(file.columns_unknown)
    batch.save()
    data = {
        "batch": batch.pk,
        "file": batch.file_name,
        "sha256": batch.sha256,
        "new": counts.new,
        "changed": counts.changed,
        "refused": counts.refused,
    }
    entry = log.Entry("import.applied", None, at, data)
    log.append(batch.municipality, [entry], person=batch.person, recorded_at=at)


def _free(at: datetime) -> Q:
    dead = Q(state=BatchState.RUNNING) & Q(leased_until__lt=at)
    return Q(state=BatchState.QUEUED) | dead


def _claim(batch: ImportBatch, at: datetime) -> bool:
    """Claim the batch by a conditional update: of two workers only one changes the row."""
    claimed = ImportBatch.objects.filter(_free(at), pk=batch.pk).update(
        state=BatchState.RUNNING, leased_until=at + LEASE
    )
    if claimed:
        batch.refresh_from_db()
    return bool(claimed)


def _give_up(batch: ImportBatch) -> None:
    # Only where it still runs: a worker that took it over may have ended it meanwhile.
    ImportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).update(
        state=BatchState.FAILED,
        leased_until=None,
        failure=Reason("internal_error").as_json(),
    )


def _chunks(
    rows: Iterator[Incoming | RefusedRow],
) -> Iterator[Sequence[Incoming | RefusedRow]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise TableError(Reason("file_unreadable", {"file": path.name})) from error
    return digest.hexdigest()
