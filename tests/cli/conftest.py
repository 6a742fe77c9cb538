"""Running commands in this process, and the real program in one of its own."""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from otklik.cli.main import otklik
from tests.district import District, build_district
from tests.program import fresh_environment, run_program

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
    return fresh_environment(tmp_path / "data")


@pytest.fixture
def program(program_environment: dict[str, str]) -> Program:
    """Run the real program; its exit code, output and errors are in the answer."""

    return partial(run_program, program_environment)
