"""Many hands at one file: two municipalities attach and remove the same bytes at once."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from otklik.cases.models import Attachment, Case, StoredFile
from otklik.cases.operations.detach import detach
from otklik.enclosures.store import Store
from tests.cases.test_attachments import add
from tests.district import NOW, District, build_district
from tests.factories import make_case

ROUNDS = 12


def test_no_live_attachment_loses_its_bytes(transactional_db: None, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time, and its test database lives in one thread")
    store = Store(tmp_path)
    places = [build_district(), build_district("stepnoe")]
    cases = [make_case(place) for place in places]
    start, faults = Barrier(len(places)), list[BaseException]()

    def work(place: District, case: Case) -> None:
        try:
            start.wait()
            for number in range(ROUNDS):
                file = add(case, place, store)
                assert store.path(file.file_id).exists()
                if number < ROUNDS - 1 or place is places[1]:
                    grants = place.grants("curator")
                    detach(attachment=file, grants=grants, at=NOW, reason="не то", store=store)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=work, args=pair) for pair in zip(places, cases, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    live = Attachment.objects.live().get()
    assert store.path(live.file_id).exists()
    assert StoredFile.objects.count() == 1


def test_a_double_upload_gives_one_file_and_one_row(transactional_db: None, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time, and its test database lives in one thread")
    store, place = Store(tmp_path), build_district()
    case, answers = make_case(place), list[str]()
    start = Barrier(5)

    def work() -> None:
        start.wait()
        try:
            answers.append(add(case, place, store).name)
        except Exception as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["AlreadyAttached"] * 4 + ["яма.jpg"]
    assert sum(found.place == "" for found in store.walk()) == 1
