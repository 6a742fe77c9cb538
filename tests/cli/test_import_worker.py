"""The worker that takes in uploaded files beside the site."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import OperationalError

from otklik.cases.models import Case, ImportBatch
from otklik.cases.models.choices import BatchState
from otklik.cli.import_worker import ImportWorker
from otklik.intake.operations.take_in import queue_file
from tests.channels.files import invented_im_rows, write_im_file
from tests.district import NOW, ZONE, District, build_district


@pytest.fixture
def lasting_district(transactional_db: None) -> District:
    """A district that another thread sees too."""
    return build_district()


def queue(district: District, path: Path) -> ImportBatch:
    return queue_file(
        path=path,
        file_name=path.name,
        channel="im",
        municipality=district.municipality,
        zone=ZONE,
        person=None,
        at=NOW,
    )


def wait_until_done(batch: ImportBatch) -> str:
    for _attempt in range(200):
        # A database in memory has locks of whole tables, which no file has.
        with suppress(OperationalError):
            batch.refresh_from_db()
        if batch.state not in (BatchState.QUEUED, BatchState.RUNNING):
            break
        time.sleep(0.05)
    return batch.state


def test_it_works(lasting_district: District, tmp_path: Path) -> None:
    batch = queue(lasting_district, write_im_file(tmp_path / "im.csv", invented_im_rows(3)))
    worker = ImportWorker(poll_seconds=0.05)
    worker.start()
    try:
        assert wait_until_done(batch) == BatchState.APPLIED
    finally:
        worker.stop()
    assert Case.objects.count() == 3


def test_a_file_that_is_gone_does_not_end_the_worker(
    lasting_district: District, tmp_path: Path
) -> None:
    gone = queue(lasting_district, write_im_file(tmp_path / "a.csv", invented_im_rows(1)))
    (tmp_path / "a.csv").unlink()
    worker = ImportWorker(poll_seconds=0.05)
    worker.start()
    try:
        assert wait_until_done(gone) == BatchState.FAILED
        path = write_im_file(tmp_path / "b.csv", invented_im_rows(2))
        assert wait_until_done(queue(lasting_district, path)) == BatchState.APPLIED
    finally:
        worker.stop()


def test_stopped_in_the_middle_of_a_file_it_leaves_nothing_and_the_file_waits(
    lasting_district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_im_file(tmp_path / "im.csv", invented_im_rows(50))
    batch = queue(lasting_district, path)
    worker = ImportWorker(poll_seconds=0.05)
    monkeypatch.setattr("otklik.intake.operations.take_in.CHUNK", 5)
    monkeypatch.setattr(
        "otklik.cli.import_worker.progress_of",
        # Told to stop as soon as the first rows are in.
        lambda _batch: lambda _done, _total: worker._stopping.set(),
    )
    worker.start()
    worker._thread.join(20)
    batch.refresh_from_db()
    assert batch.state == BatchState.QUEUED
    assert not Case.objects.exists()
    shutil.rmtree(tmp_path)
