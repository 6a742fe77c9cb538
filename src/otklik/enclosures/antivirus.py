"""Asks the virus checker of the installation, whatever it is, by its command and exit code."""

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CLEAN, INFECTED, BROKEN, UNCHECKED = "clean", "infected", "broken", "unchecked"
_LONGEST = 120
_SIGNS = re.compile(r"[^\w .:/+()-]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``state``: clean, infected, broken (the checker did not answer), unchecked (there is none);
    ``words``: what the checker said, short and without the path."""

    state: str
    words: str = ""


def scan(command: Sequence[str], path: Path, *, seconds: float) -> Verdict:
    """Run the command with the path behind it: 0 is clean, 1 infected, all else broken.

    So do ``clamscan`` and ``clamdscan``. A checker that takes longer than ``seconds`` is ended,
    with everything it started, and counts as broken.
    """
    if not command:
        return Verdict(UNCHECKED)
    with tempfile.TemporaryFile() as said:
        try:
            run = subprocess.Popen(  # noqa: S603 - the administrator's own command, no shell
                [*command, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            return Verdict(BROKEN, error.strerror or "")
        try:
            code = run.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(run)
            return Verdict(BROKEN, "timeout")
        said.seek(0)
        words = _shortened(said.read(4000).decode("utf-8", "replace"), path)
    return Verdict({0: CLEAN, 1: INFECTED}.get(code, BROKEN), words)


def _end(run: "subprocess.Popen[bytes]") -> None:
    if os.name == "posix":
        os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()
    run.wait()


def _shortened(words: str, path: Path) -> str:
    first = next((line for line in words.splitlines() if line.strip()), "")
    return _SIGNS.sub(" ", first.replace(str(path), "")).strip(" :")[:_LONGEST]
