"""The real program in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path


def fresh_environment(folder: Path) -> dict[str, str]:
    """Return the environment of an installation of its own, with its data in the folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OTKLIK_", "DATABASE_"))}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {
        "OTKLIK_DATA_FOLDER": str(folder),
        # A test that wants the machine to learn asks for it.
        "OTKLIK_LEARN_AT_NIGHT": "false",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "NO_COLOR": "1",
    }


def run_program(
    environment: dict[str, str], *words: str, says: str = "", folder: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command; its exit code, output and errors are in the answer."""
    return subprocess.run(
        [sys.executable, "-m", "otklik.cli.main", *words],
        env=environment,
        cwd=folder,
        input=says,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
