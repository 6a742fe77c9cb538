"""The store: whole or not at all, never twice, and what was changed is noticed."""

import os
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from otklik.enclosures import antivirus
from otklik.enclosures.antivirus import scan
from otklik.enclosures.receiving import receiving
from otklik.enclosures.refusal import EnclosureRefused
from otklik.enclosures.store import KEPT, FileLost, Store
from tests.enclosures.samples import RULES, photo

Script = Callable[[str], tuple[str, ...]]


def keep(store: Store, content: bytes, *, waits: bool = False) -> str:
    with receiving([content], "яма.jpg", store=store, rules=RULES) as received:
        store.keep(received.path, received.digest, preview=received.preview, waits=waits)
        return received.digest


def files(store: Store) -> list[Path]:
    return [found.path for found in store.walk() if found.place == KEPT]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Write a checker in Python and return its command."""

    def write(body: str) -> tuple[str, ...]:
        path = tmp_path / "checker.py"
        path.write_text(f"import os, sys, time\n{body}\n", encoding="utf-8")
        return (sys.executable, str(path))

    return write


def test_a_kept_file_lies_under_its_digest_and_only_for_its_owner(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = keep(store, photo())
    path = store.path(digest)
    assert path == tmp_path / digest[:2] / digest[2:4] / digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert store.preview(digest).startswith(b"\xff\xd8")
    assert not [*(tmp_path / "incoming").iterdir()]


def test_twenty_uploads_at_once_give_one_file(tmp_path: Path) -> None:
    store, content, digests = Store(tmp_path), photo(), set()
    threads = [Thread(target=lambda: digests.add(keep(store, content))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(digests) == 1
    assert len(files(store)) == 1
    assert store.path(digests.pop()).stat().st_nlink == 1


def test_a_kept_file_is_not_written_over(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.path(keep(store, photo()))
    before = path.stat()
    keep(store, photo())
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_missing_and_changed_files_are_noticed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = keep(store, photo())
    store.path(digest).write_bytes(b"another")
    with pytest.raises(FileLost, match="changed"):
        store.path(digest)
    # The same upload again puts the right bytes in their place and the wrong ones aside.
    keep(store, photo())
    assert store.path(digest).read_bytes() != b"another"
    assert [p.read_bytes() for p in (tmp_path / "incoming").iterdir()] == [b"another"]
    store.remove(digest)
    with pytest.raises(FileLost, match="missing"):
        store.path(digest)


def test_quarantine_is_not_reached_as_a_kept_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = keep(store, photo(), waits=True)
    with pytest.raises(FileLost):
        store.path(digest)
    store.release(digest)
    assert store.path(digest).exists()
    with pytest.raises(FileLost):
        store.path(digest, waits=True)
    # Found clean before: the same bytes need not wait again.
    keep(store, photo(), waits=True)
    with pytest.raises(FileLost):
        store.path(digest, waits=True)


def test_links_in_the_store_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("x")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "link").symlink_to(outside)
    assert [*Store(tmp_path / "store").walk()] == []


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("print(sys.argv[1] + ': OK')", antivirus.CLEAN),
        ("print(sys.argv[1] + ': Eicar FOUND'); sys.exit(1)", antivirus.INFECTED),
        ("sys.exit(2)", antivirus.BROKEN),
        ("os.kill(os.getpid(), 9)", antivirus.BROKEN),
        ("sys.exit(77)", antivirus.BROKEN),
    ],
)
def test_the_exit_code_is_the_verdict(
    script: Script, tmp_path: Path, body: str, state: str
) -> None:
    verdict = scan(script(body), tmp_path / "checker.py", seconds=30)
    assert verdict.state == state
    assert str(tmp_path) not in verdict.words


def test_a_checker_that_hangs_is_ended_with_its_children(script: Script, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    body = (
        "import subprocess\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(mark)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(600)"
    )
    verdict = scan(script(body), tmp_path, seconds=3)
    assert (verdict.state, verdict.words) == (antivirus.BROKEN, "timeout")
    child = int(mark.read_text())
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _is_alive(child):
        os.sched_yield()
    assert not _is_alive(child)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_no_checker_says_so_and_a_missing_one_is_broken(tmp_path: Path) -> None:
    assert scan((), tmp_path, seconds=1).state == antivirus.UNCHECKED
    assert scan(("/no/such/program",), tmp_path, seconds=1).state == antivirus.BROKEN


def test_an_infected_file_is_refused_and_gone(script: Script, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    rules = replace(RULES, antivirus=script("print('Eicar FOUND'); sys.exit(1)"))
    with (
        pytest.raises(EnclosureRefused) as refused,
        receiving([photo()], "яма.jpg", store=store, rules=rules),
    ):
        raise AssertionError("not reached")
    assert refused.value.reason.code == "enclosure_infected"
    assert refused.value.reason.params["found"] == "Eicar FOUND"
    assert [*store.walk()] == []
