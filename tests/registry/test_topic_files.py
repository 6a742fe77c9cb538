"""The base registry files of topics hold together (facts.md 2.10, 3.5, 7)."""

import csv
import io
import os
import re
import unicodedata
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

Row = dict[str, str]

BASE = files("otklik") / "registry" / "data" / "base"
IM = ("im", "2025")
HEADERS = {
    "topic_editions.csv": "classifier,edition,name,valid_from,valid_until,is_open,source",
    "topics.csv": "classifier,edition,code,parent,name,description,synonyms,do_not_confuse",
    "topic_mappings.csv": (
        "from_classifier,from_edition,from_code,to_classifier,to_edition,to_code"
    ),
}


def read_rows(name: str) -> list[Row]:
    """Read one registry file as rows of header -> text."""
    text = BASE.joinpath(name).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_im_topics() -> list[Row]:
    """Return the 359 positions of the im edition, without the groups."""
    return [row for row in read_rows("topics.csv") if key_of(row)[:2] == IM and row["parent"]]


def key_of(row: Row) -> tuple[str, str, str]:
    """Return what names a topic: classifier, edition, code."""
    return row["classifier"], row["edition"], row["code"]


def split_cell(cell: str) -> list[str]:
    """Split a list kept in one cell."""
    return cell.split(";") if cell else []


def normalise_name(name: str) -> str:
    """Make a name comparable the way file imports do: case, ё and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFC", name).lower().replace("ё", "е").split())


@pytest.mark.parametrize("name", HEADERS)
def test_a_file_has_the_agreed_columns_and_full_rows(name: str) -> None:
    rows = read_rows(name)
    assert rows
    for row in rows:
        assert list(row) == HEADERS[name].split(",")
        assert all(value is not None and value == value.strip() for value in row.values()), row


def test_editions_are_unique_and_only_the_platform_one_is_open() -> None:
    editions = read_rows("topic_editions.csv")
    is_open = {(row["classifier"], row["edition"]): row["is_open"] for row in editions}
    assert len(is_open) == len(editions)
    assert is_open == {IM: "no", ("pos", "open"): "yes", ("sstu", "2017"): "no"}
    assert all(row["source"] for row in editions)


def test_codes_are_unique_ascii_and_belong_to_an_edition() -> None:
    topics = read_rows("topics.csv")
    editions = {(row["classifier"], row["edition"]) for row in read_rows("topic_editions.csv")}
    assert {key: count for key, count in Counter(map(key_of, topics)).items() if count > 1} == {}
    assert {key_of(row)[:2] for row in topics} == editions
    assert all(re.fullmatch(r"[a-z0-9.-]{1,60}", row["code"]) for row in topics)


def test_a_parent_stands_above_its_children_in_the_same_edition() -> None:
    seen: set[tuple[str, str, str]] = set()
    for row in read_rows("topics.csv"):
        if row["parent"]:
            assert (row["classifier"], row["edition"], row["parent"]) in seen, row["code"]
        seen.add(key_of(row))


def test_names_do_not_repeat_under_one_parent() -> None:
    topics = read_rows("topics.csv")
    names = Counter((key_of(row)[:2], row["parent"], normalise_name(row["name"])) for row in topics)
    assert [name for name, count in names.items() if count > 1] == []


def test_im_has_26_groups_and_359_topics() -> None:
    rows = [row for row in read_rows("topics.csv") if key_of(row)[:2] == IM]
    groups = {row["code"] for row in rows if not row["parent"]}
    topics = [row for row in rows if row["parent"]]
    assert (len(groups), len(topics)) == (26, 359)
    assert {row["parent"] for row in topics} == groups
    assert all(row["code"].startswith(row["parent"] + "-") for row in topics)


def test_every_im_topic_has_a_sentence_and_four_synonyms() -> None:
    for row in read_im_topics():
        assert re.fullmatch(r"[^\n]{10,}\.", row["description"]), row["code"]
        synonyms = split_cell(row["synonyms"])
        assert len(synonyms) >= 4, row["code"]
        assert len(synonyms) == len(set(synonyms)), row["code"]
        assert all(word and word == word.strip().lower() for word in synonyms), row["code"]


def test_no_synonym_stands_in_more_than_four_topics() -> None:
    uses = Counter(word for row in read_im_topics() for word in split_cell(row["synonyms"]))
    assert {word: count for word, count in uses.items() if count > 4} == {}


def test_do_not_confuse_names_other_existing_topics() -> None:
    topics = read_rows("topics.csv")
    keys = set(map(key_of, topics))
    for row in topics:
        others = split_cell(row["do_not_confuse"])
        assert row["code"] not in others
        for code in others:
            assert (row["classifier"], row["edition"], code) in keys, (row["code"], code)


def test_mappings_join_existing_codes_of_different_classifiers_once() -> None:
    keys = set(map(key_of, read_rows("topics.csv")))
    pairs: list[tuple[tuple[str, str, str], tuple[str, str, str]]] = []
    for row in read_rows("topic_mappings.csv"):
        source = (row["from_classifier"], row["from_edition"], row["from_code"])
        target = (row["to_classifier"], row["to_edition"], row["to_code"])
        assert {source, target} <= keys
        assert source[0] != target[0]
        pairs.append((source, target))
    assert len(pairs) == len(set(pairs))


def test_every_platform_category_and_every_im_group_is_mapped() -> None:
    mapped = {row["from_code"] for row in read_rows("topic_mappings.csv")}
    for row in read_rows("topics.csv"):
        if row["classifier"] in ("pos", "im") and not row["parent"]:
            assert row["code"] in mapped, row["name"]


def test_federal_question_codes_are_nested_four_digit_blocks() -> None:
    rows = [row for row in read_rows("topics.csv") if row["classifier"] == "sstu"]
    assert sum(not row["parent"] for row in rows) == 5
    for row in rows:
        assert re.fullmatch(r"\d{4}(\.\d{4}){3}", row["code"])
        if row["parent"]:
            stem = row["parent"].replace(".0000", "")
            assert row["code"].startswith(stem + "."), row["code"]


def test_im_names_are_those_of_the_list_in_use() -> None:
    data = os.environ.get("OTKLIK_REAL_DATA")
    path = Path(data).parent / "domain" / "im_topics.tsv" if data else None
    if path is None or not path.is_file():
        pytest.skip("the list of topics is not at hand: OTKLIK_REAL_DATA has no domain folder near")
    with path.open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file][1:]
    expected = [(normalise_name(group), normalise_name(topic)) for group, topic in lines]
    rows = {row["code"]: row for row in read_rows("topics.csv") if key_of(row)[:2] == IM}
    actual = [
        (normalise_name(rows[row["parent"]]["name"]), normalise_name(row["name"]))
        for row in rows.values()
        if row["parent"]
    ]
    assert actual == expected
