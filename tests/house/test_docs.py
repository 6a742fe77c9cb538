"""What the documents tell to type works as it is told; what they point at is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from otklik.registry.files import DEMO_FOLDER
from tests.channels.files import (
    invented_im_rows,
    invented_pos_rows,
    write_im_file,
    write_pos_file,
)
from tests.house.tree import ROOT
from tests.program import fresh_environment, run_program

DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\((?!http)([^)#]+)")
# Served, installed and set in the shell elsewhere: test_program.py, wheel_check.py.
LEFT_OUT = ("make", "pip", "export")
PEOPLE = ("people.csv", "roles.csv", "substitutions.csv")
PASSWORD = "a-long-enough-word\n"


def commands() -> Iterator[list[str]]:
    """Yield the commands of the README in their order, without their comments."""
    for block in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0] not in LEFT_OUT:
                yield words


def own_registry(folder: Path) -> Path:
    """Write the registry of a centre that has no people yet, and return its folder."""
    folder.mkdir()
    for file in DEMO_FOLDER.iterdir():
        if file.name.endswith(".csv") and file.name not in PEOPLE:
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            # The mechanisms of the demonstration name its people.
            kept = [line for line in lines if ",scenario-" not in line]
            (folder / file.name).write_text("".join(kept), encoding="utf-8")
    return folder


def test_the_commands_of_the_readme_work_in_their_order(tmp_path: Path) -> None:
    files = {
        "pos": write_pos_file(tmp_path / "pos.xlsx", invented_pos_rows(4)),
        "im": write_im_file(tmp_path / "im.xlsx", invented_im_rows(4)),
    }
    registry = own_registry(tmp_path / "registry")
    environment = fresh_environment(tmp_path / "data")
    told = list(commands())
    assert len(told) > 5
    for program, *words in told:
        assert program == "otklik"
        if words[0] == "serve":
            continue
        placed = {"FOLDER": str(registry), "FILE.xlsx": str(files.get(words[1], ""))}
        typed = [placed.get(word, word) for word in words]
        done = run_program(environment, *typed, says=PASSWORD, folder=tmp_path)
        assert done.returncode == 0, (words, done.stderr)
    assert (tmp_path / "note.docx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_points_at_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [name for name in LINK.findall(text) if not (document.parent / name).exists()]
    assert not missing
