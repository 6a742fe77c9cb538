"""Running commands in this process, and the real program in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from otklik.cli.main import otklik
from tests.district import District, build_district

Run = Callable[..., Result]
Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """Run a command in this process, on the database of the test."""

    def run_command(*words: str, says: str | None = None) -> Result:
        return CliRunner().invoke(otklik, list(words), input=says)

    return run_command


@pytest.fixture
def district(db: None) -> District:
    """A small invented district."""
    return build_district()


@pytest.fixture
def program_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a fresh installation of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OTKLIK_", "DATABASE_"))}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {
        "OTKLIK_DATA_FOLDER": str(tmp_path / "data"),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "NO_COLOR": "1",
    }


@pytest.fixture
def program(program_environment: dict[str, str]) -> Program:
    """Run the real program; its exit code, output and errors are in the answer."""

    def run_program(*words: str, says: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "otklik.cli.main", *words],
            env=program_environment,
            input=says,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )

    return run_program
