"""``duplicates``: the figures beside the baseline, and what is refused. No database is asked."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PLACE = "Не горит фонарь, улица Заречная, 12. Просим восстановить освещение."
HEADERS = ("id_a", "text_a", "text_b", "label", "kind")
ROWS = (
    ("1", PLACE, f"Добрый день! {PLACE.upper()}", "1", "greeting"),
    ("2", PLACE, PLACE.replace("Заречная", "Заречнная"), "1", "typos"),
    ("3", PLACE, PLACE.replace("12", "14"), "0", "real:same template, other address"),
    ("4", PLACE, "Когда откроют музей?", "0", "real:similar wording"),
)


def write(path: Path, *rows: tuple[str, ...], headers: tuple[str, ...] = HEADERS) -> str:
    """Write a table of pairs and return its name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((headers, *rows))
    return str(path)


def test_the_figures_stand_beside_the_baseline(run: Run, tmp_path: Path) -> None:
    answer = run("duplicates", write(tmp_path / "pairs.csv", *ROWS), "--json")
    assert answer.exit_code == 0, answer.output
    figures = json.loads(answer.stdout)
    assert (figures["precision"], figures["recall"], figures["f1"]) == (1.0, 1.0, 1.0)
    assert figures["recall_by_kind"] == {"greeting": 1.0, "typos": 1.0}
    assert figures["false_joins_other_house"] == 0.0
    assert figures["pairs_per_second"] > 0
    assert figures["baseline"].keys() == figures.keys() - {"pairs", "baseline"}
    assert figures["baseline"]["false_joins_other_house"] == 1.0


def test_the_figures_can_be_read_without_json(run: Run, tmp_path: Path) -> None:
    answer = run("duplicates", write(tmp_path / "pairs.csv", *ROWS))
    assert answer.exit_code == 0
    assert len(answer.stdout.splitlines()) == 7


def test_a_share_of_nothing_is_no_number(run: Run, tmp_path: Path) -> None:
    row = (PLACE, "Когда откроют музей?", "0")
    file = write(tmp_path / "pairs.csv", row, headers=("text_a", "text_b", "label"))
    figures = json.loads(run("duplicates", file, "--json").stdout)
    assert (figures["recall"], figures["precision"]) == (None, None)
    assert run("duplicates", file).exit_code == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text_a,text_b,label\n",
        b"text_a,label\none,1\n",
        b"text_a,text_b,label\none,two,maybe\n",
        b"PK\x03\x04 not really",
        b"\x00\x01\x02" * 50,
    ],
    ids=["empty", "no rows", "no column", "no label", "no workbook", "no text"],
)
def test_what_is_no_table_of_pairs_is_refused_in_one_sentence(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "pairs.csv").write_bytes(content)
    answer = run("duplicates", str(tmp_path / "pairs.csv"), "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "pairs.csv" in answer.stderr


def test_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    answer = run("duplicates", str(tmp_path / "gone.csv"))
    assert answer.exit_code == 1
    assert "gone.csv" in answer.stderr
    assert run("duplicates", str(tmp_path)).exit_code == 1
    assert run("duplicates").exit_code == 2
