"""The real program: exit codes, one sentence an error, and the way from nothing to a page."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.channels.files import invented_im_rows, write_im_file
from tests.cli.conftest import Program
from tests.program import run_program


def test_help_comes_at_once(program_environment: dict[str, str]) -> None:
    told = program_environment | {"PYTHONPROFILEIMPORTTIME": "1"}
    answer = run_program(told, "--help")
    assert answer.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in answer.stderr.splitlines()}
    assert "click" in loaded
    # Each of these alone takes longer to load than a person likes to wait for a list of words.
    assert not loaded & {"django", "matplotlib", "pymorphy3", "holidays"}
    for name in ("init", "serve", "import", "cases", "report", "verify-log", "demo"):
        assert name in answer.stdout


def test_wrong_use_ends_with_2(program: Program) -> None:
    assert program("no-such-command").returncode == 2
    assert program("init", "--demo", "--registry", "x").returncode == 2


def test_without_a_database_one_sentence_says_what_to_do(program: Program) -> None:
    answer = program("cases")
    assert answer.returncode == 1
    assert "otklik init" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert answer.stdout == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OTKLIK_TIME_ZONE", "Mars/Crater"),
        ("OTKLIK_TRUSTED_ORIGINS", "otklik.example.org"),
        ("OTKLIK_DATA_FOLDER", "/proc/nowhere"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
        ("DATABASE_URL", "postgresql:x"),
        ("DATABASE_URL", "postgresql://localhost"),
    ],
)
def test_a_wrong_setting_is_told_without_a_traceback(
    program_environment: dict[str, str], name: str, value: str
) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "otklik.cli.main", "cases"],
        env=program_environment | {name: value},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert answer.returncode == 1
    told = value if name == "OTKLIK_DATA_FOLDER" else name
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_from_nothing_to_cases(
    program: Program, program_environment: dict[str, str], tmp_path: Path
) -> None:
    assert program("init", "--demo").returncode == 0
    assert program("init", "--demo").returncode == 0
    folder = Path(program_environment["OTKLIK_DATA_FOLDER"])
    assert folder.stat().st_mode & 0o077 == 0
    file = write_im_file(tmp_path / "incidents.csv", invented_im_rows(5))
    first = program("import", "im", str(file), "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout) == {"new": 5, "changed": 0, "unchanged": 0, "refused": 0}
    again = program("import", "im", str(file), "--json")
    assert json.loads(again.stdout) == {"new": 0, "changed": 0, "unchanged": 5, "refused": 0}
    cases = [json.loads(line) for line in program("cases", "--json").stdout.splitlines()]
    assert {case["channel"] for case in cases} == {"im"}
    assert len(cases) == 5
    assert program("verify-log").returncode == 0


def test_a_damaged_file_is_told_in_one_sentence(program: Program, tmp_path: Path) -> None:
    assert program("init", "--demo").returncode == 0
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not really")
    answer = program("import", "im", str(tmp_path / "broken.xlsx"), "--json")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "broken.xlsx" in answer.stderr
    assert program("cases", "--json").stdout == ""


def test_the_site_is_served_and_stops_cleanly(
    program: Program, program_environment: dict[str, str]
) -> None:
    assert program("init", "--demo").returncode == 0
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "otklik.cli.main", "serve", "--port", str(port)],
        env=program_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert _answers(f"http://127.0.0.1:{port}/login/")
        taken = program("serve", "--port", str(port))
        assert taken.returncode == 1
        assert str(port) in taken.stderr
    finally:
        server.send_signal(signal.SIGINT)
        output, errors = server.communicate(timeout=30)
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}/" in output
    assert "Traceback" not in errors


def test_sqlite_refuses_several_processes(program: Program) -> None:
    assert program("init").returncode == 0
    assert program("serve", "--workers", "2").returncode == 2


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    for _attempt in range(120):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.25)
    return False
