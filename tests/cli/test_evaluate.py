"""``evaluate``: figures of a file with labels, its words for people, and its refusals."""

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Program, Run
from tests.program import fresh_environment
from tests.understanding.complaints import complaints

FIGURES = ["accuracy", "f1_weighted", "f1_macro", "top3", "coverage_at_90", "coverage_at_95"]
FIGURES.append("messages_per_second")
COLUMNS = ("--text", "текст", "--label", "тема")


def write(path: Path, rows: Sequence[Sequence[str]]) -> str:
    """Write a table of texts, labels and folds; return its name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("текст", "тема", "часть"), *rows])
    return str(path)


@pytest.fixture
def rows() -> list[tuple[str, str, str]]:
    texts, labels = complaints()
    pairs = zip(texts, labels, strict=True)
    return [(text, label, str(number % 4)) for number, (text, label) in enumerate(pairs)]


def test_a_second_file_is_measured(
    run: Run, tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    learnt = write(tmp_path / "learn.csv", [*rows[::2], ("Без темы", "", "0")])
    test = write(tmp_path / "test.csv", rows[1::2])
    answer = run("evaluate", "--train", learnt, "--test", test, *COLUMNS, "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert list(told) == [*FIGURES, "majority", "baseline"]
    assert list(told["majority"]) == list(told["baseline"]) == FIGURES
    assert told["accuracy"] > 0.9 > told["majority"]["accuracy"] == 0.25
    assert told["messages_per_second"] > 0


def test_one_file_is_measured_fold_by_fold(
    run: Run, tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    file = write(tmp_path / "all.csv", rows)
    told = json.loads(run("evaluate", file, "--folds", "часть", *COLUMNS, "--json").stdout)
    assert told["f1_weighted"] > 0.9
    shown = run("evaluate", file, "--folds", "часть", *COLUMNS)
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) == 1 + len(FIGURES)


def test_bad_input_is_told_in_one_sentence(
    run: Run, tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    good = write(tmp_path / "good.csv", rows)
    no_label = write(tmp_path / "unlabelled.csv", [("текст", "", "0")])
    one_label = write(tmp_path / "one.csv", [(text, "Вода", fold) for text, _l, fold in rows])
    one_fold = write(tmp_path / "fold.csv", [(text, label, "0") for text, label, _f in rows])
    no_words = write(tmp_path / "wordless.csv", [("!", label, fold) for _t, label, fold in rows])
    (tmp_path / "empty.csv").write_bytes(b"")
    empty, absent = str(tmp_path / "empty.csv"), str(tmp_path / "absent.csv")
    pairs = [(file, ("--folds", "часть")) for file in (no_label, one_label, one_fold, no_words)]
    for file, words in [*pairs, (empty, ("--folds", "часть")), (absent, ("--folds", "часть"))]:
        _refused(run, file, *words, *COLUMNS)
    _refused(run, "--train", good, "--test", absent, *COLUMNS)
    _refused(run, "--train", good, "--test", empty, *COLUMNS)
    _refused(run, good, "--folds", "нет такого", *COLUMNS)
    _refused(run, good, "--folds", "часть", "--text", "нет", "--label", "тема")


def _refused(run: Run, *words: str) -> None:
    answer = run("evaluate", *words, "--json")
    assert answer.exit_code == 1, (words, answer.output, answer.exception)
    assert (answer.stdout, len(answer.stderr.strip().splitlines())) == ("", 1)


def test_half_a_question_is_wrong_use(
    run: Run, tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    good = write(tmp_path / "good.csv", rows)
    for words in ((good,), ("--train", good), (good, "--train", good, "--test", good), ()):
        assert run("evaluate", *words, *COLUMNS).exit_code == 2
    assert run("evaluate", good, "--folds", "часть").exit_code == 2


def test_it_needs_no_database_and_nothing_else_loads_it(
    program: Program, tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    file = write(tmp_path / "all.csv", rows[::4] + rows[1::4])
    answer = program("evaluate", file, "--folds", "часть", *COLUMNS, "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["accuracy"] > 0.5


def test_the_site_and_the_other_commands_do_not_load_scikit_learn(tmp_path: Path) -> None:
    code = (
        "import sys, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'otklik.config.settings';"
        "import django; django.setup();"
        "import otklik.config.urls, otklik.cli.main, otklik.cli.cases, otklik.understanding;"
        "sys.exit('sklearn' in sys.modules or 'skops' in sys.modules)"
    )
    environment = fresh_environment(tmp_path / "data")
    done = subprocess.run([sys.executable, "-c", code], env=environment, timeout=60)
    assert done.returncode == 0
