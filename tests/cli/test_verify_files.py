"""``verify-files``: what is lost, what is left over, what is mended."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from otklik.cases import log
from otklik.cases.models import Attachment
from otklik.enclosures.receiving import receiving
from otklik.enclosures.store import Store
from tests.cases.test_attachments import add
from tests.cli.conftest import Run
from tests.district import District
from tests.enclosures.samples import RULES, docx, photo
from tests.factories import make_case

DAYS_AGO = 1_700_000_000


@pytest.fixture
def store(tmp_path: Path, settings: LazySettings) -> Store:
    settings.FILES_FOLDER = tmp_path / "files"
    return Store(tmp_path / "files")


@pytest.fixture
def files(district: District, store: Store) -> list[Attachment]:
    """A photograph and a paper of one case."""
    case = make_case(district)
    return [add(case, district, store), add(case, district, store, content=docx())]


def faults(run: Run, *words: str) -> tuple[int, dict[str, str], list[bool]]:
    answer = run("verify-files", "--json", *words)
    found: list[dict[str, Any]] = json.loads(answer.stdout)["faults"]
    how = {one["what"]: one["how"] for one in found}
    return answer.exit_code, how, sorted(one["is_mended"] for one in found)


def test_a_whole_store_ends_with_0(run: Run, files: list[Attachment]) -> None:
    assert faults(run) == (0, {}, [])
    assert run("verify-files").exit_code == 0


def test_lost_and_changed_files_end_with_1(run: Run, files: list[Attachment], store: Store) -> None:
    one, other = (file.file_id for file in files)
    store.path(one).unlink()
    store.path(other).write_bytes(b"another")
    assert faults(run, "--mend") == (1, {one: "missing", other: "changed"}, [False, False])
    assert one in run("verify-files").output


def test_orphans_go_after_a_day_and_strangers_stay(
    run: Run, files: list[Attachment], store: Store
) -> None:
    with receiving([photo((9, 9))], "яма.jpg", store=store, rules=RULES) as received:
        orphan = received.digest
        store.keep(received.path, orphan, preview=received.preview)
    part = store.folder / "incoming" / "cut.part"
    note = store.folder / "README"
    for path in (part, note):
        path.write_text("x")
    told = {orphan: "orphan", "cut.part": "orphan", "README": "stranger"}
    # Young ones may be an upload under way.
    assert faults(run, "--mend")[:2] == (0, told)
    for path in (part, note, store.path(orphan)):
        os.utime(path, (DAYS_AGO, DAYS_AGO))
    assert faults(run, "--mend") == (0, told, [False, True, True])
    assert faults(run)[1] == {"README": "stranger"}
    assert all(store.path(file.file_id) for file in files)


def test_a_crash_between_file_and_row_is_found(
    run: Run, district: District, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(district)
    with monkeypatch.context() as patch:
        patch.setattr(log, "append", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add(case, district, store)
    (digest,) = faults(run)[1]
    os.utime(store.path(digest), (DAYS_AGO, DAYS_AGO))
    assert faults(run, "--mend")[1] == {digest: "orphan"}
    assert faults(run) == (0, {}, [])


def test_waiting_files_are_checked_again(
    run: Run, district: District, store: Store, settings: LazySettings
) -> None:
    file = add(make_case(district), district, store, check="broken").file
    assert faults(run, "--scan") == (0, {}, [])
    settings.ANTIVIRUS_COMMAND = (sys.executable, "-c", "")
    assert faults(run, "--scan") == (0, {}, [])
    file.refresh_from_db()
    assert file.check_state == "clean"
    settings.ANTIVIRUS_COMMAND = ()
    bad = add(make_case(district), district, store, content=docx(), check="broken").file
    settings.ANTIVIRUS_COMMAND = (sys.executable, "-c", "raise SystemExit(1)")
    # Infected bytes are gone on purpose: nothing is missing.
    assert faults(run, "--scan") == (0, {}, [])
    bad.refresh_from_db()
    assert bad.check_state == "infected"
