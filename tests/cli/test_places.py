"""``places``: figures on texts marked by hand, and files that are no such texts."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

MARKED = [
    {
        "text": "В Луговом на ул. Мира, 5 нет света",
        "gold": [["t", "Луговое"], ["s", "Мира"], ["h", "5"]],
    },
    {
        "text": "По Речной 12 не чистят, с. Матур",
        "gold": [["s", "Речная"], ["h", "12"], ["t", "Матур"]],
    },
    {"text": "Спасибо за детскую площадку у школы", "gold": [["p", "школы"]]},
]


def written(folder: Path, content: object, name: str = "texts.json") -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("names.txt", "Луговое\nМатур\nСосновка\n"),
        ("names.csv", "type,name\nс,Луговое\nс,Матур\n"),
        ("names.json", ["Луговое", "Матур"]),
        ("objects.json", [{"name": "Луговое"}, {"name": "Матур"}]),
    ],
)
def test_with_a_gazetteer_all_is_found(
    run: Run, tmp_path: Path, name: str, content: object
) -> None:
    names = written(tmp_path, content, name)
    answer = run("places", written(tmp_path, MARKED), "--gazetteer", names, "--json")
    figures = json.loads(answer.stdout)
    assert [figures[f"f1_{kind}"] for kind in ("settlement", "street", "house")] == [1, 1, 1]
    assert figures["messages_per_second"] > 0


def test_without_one_the_type_word_tells_a_settlement(run: Run, tmp_path: Path) -> None:
    figures = json.loads(run("places", written(tmp_path, MARKED), "--json").stdout)
    assert figures["precision_settlement"] == 1
    assert figures["recall_settlement"] == 0.5


def test_what_was_not_found_lowers_the_figures(run: Run, tmp_path: Path) -> None:
    texts = [{"text": "Тёмная остановка", "gold": [["s", "Ленина"], ["h", "3"]]}]
    figures = json.loads(run("places", written(tmp_path, texts), "--json").stdout)
    assert (figures["f1_street"], figures["f1_house"], figures["f1_settlement"]) == (0, 0, 1)


@pytest.mark.parametrize("content", ["", "{", "[]", "[1]", '[{"gold": []}]', '{"a": 1}'])
def test_a_file_without_texts_is_told_in_one_sentence(
    run: Run, tmp_path: Path, content: str
) -> None:
    answer = run("places", written(tmp_path, content))
    assert answer.exit_code in (1, 2)
    assert "texts.json" in answer.output
    missing = run("places", str(tmp_path / "none.json"))
    assert (missing.exit_code, "none.json" in missing.output) == (1, True)
