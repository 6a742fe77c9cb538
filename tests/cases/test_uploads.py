"""Uploaded files go once they were read; a user's own files stay."""

from pathlib import Path

from otklik.cases.models import ImportBatch
from otklik.intake.operations.discard_uploads import discard_uploads
from otklik.intake.operations.take_in import queue_file, run_queued
from tests.channels.files import write_im_file
from tests.district import NOW, ZONE, District

ROW = {"Номер инцидента": 1, "Дата создания": "2026-10-09 09:00:00", "Текст инцидента": "Снег"}


def queue(district: District, path: Path) -> ImportBatch:
    return queue_file(
        path=write_im_file(path, [ROW]),
        file_name="im.xlsx",
        channel="im",
        municipality=district.municipality,
        zone=ZONE,
        person=None,
        at=NOW,
    )


def test_only_read_uploads_are_removed(district: District, tmp_path: Path) -> None:
    folder = tmp_path / "imports"
    folder.mkdir()
    upload, own = folder / "a.xlsx", tmp_path / "own.xlsx"
    batch = queue(district, upload)
    queue(district, own)
    assert discard_uploads(folder) == 0
    assert upload.exists()
    run_queued(at=NOW)
    assert discard_uploads(folder) == 1
    assert not upload.exists()
    assert own.exists()
    batch.refresh_from_db()
    assert (batch.state, batch.stored_path) == ("applied", "")
    assert discard_uploads(folder) == 0
