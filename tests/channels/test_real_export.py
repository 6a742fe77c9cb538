"""The real ИМ export (outside the repository) is read whole, and equally from its twins."""

import os
import random
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from python_calamine import load_workbook

from otklik.channels import ADAPTERS, Incoming, recognise
from tests.channels.files import IM_HEADERS, write_im_file

FOLDER = os.environ.get("OTKLIK_REAL_DATA")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="OTKLIK_REAL_DATA is not set: the real export was not read"
)
ZONE = ZoneInfo("Asia/Omsk")
DURATIONS = [name for name in IM_HEADERS if name.startswith(("Время с ", "Время, которое"))]


@pytest.fixture(scope="module")
def path():
    return Path(FOLDER) / "im_export_47_columns.xlsx"


@pytest.fixture(scope="module")
def cells(path):
    """Return the file's rows as bare calamine gives them, by header."""
    header, *rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def items(path):
    return items_of(path)


def items_of(path):
    return list(ADAPTERS["im"].read_file(path, zone=ZONE).rows)


def test_every_row_and_every_field_is_taken(path, items, cells):
    file = ADAPTERS["im"].read_file(path, zone=ZONE)
    assert (file.columns_missing, file.columns_unknown) == ((), ())
    assert (recognise(path), file.total_rows, len(items)) == ("im", 39, 39)
    assert all(isinstance(item, Incoming) for item in items)
    for item, row in zip(items, cells, strict=True):
        assert tuple(item.payload) == IM_HEADERS
        for header, value in row.items():
            assert bool(item.payload[header]) == (value != "")
            if isinstance(value, str):
                assert item.payload[header] == value


def test_every_item_has_its_text_network_topic_and_steps(items):
    assert all(item.text and not item.text.startswith("'") for item in items)
    assert all(item.payload["Текст инцидента"].startswith("'") for item in items)
    assert {item.source for item in items} == {"vk", "ok", "telegram"}
    assert all(len(item.category) == 2 and all(item.category) for item in items)
    assert all(item.replies[-1].kind == "final" for item in items)
    assert all(item.steps[0].name == "created" for item in items)
    assert sorted(item.standing for item in items) == ["answered"] + ["closed"] * 38
    assert [item.rating for item in items if item.rating is not None] == [5]
    assert sum(1 for item in items if item.settlement) == 23
    assert sum(1 for item in items if item.street) == 17
    assert sum(1 for item in items if item.house) == 6


@pytest.mark.parametrize(
    "options",
    [
        {"delimiter": ",", "encoding": "utf-8"},
        {"delimiter": ";", "encoding": "cp1251"},
        {"delimiter": "\t", "encoding": "utf-8-sig", "title": ("Выгрузка", "")},
        {"headers": random.Random(1).sample(IM_HEADERS, len(IM_HEADERS))},
    ],
    ids=["utf-8 comma", "cp1251 semicolon", "title row", "shuffled"],
)
def test_csv_twins_are_equal(tmp_path, items, cells, options):
    twin = items_of(write_im_file(tmp_path / "twin.csv", cells, **options))
    encoding = options.get("encoding", "utf-8")
    for ours, theirs in zip(items, twin, strict=True):
        assert theirs.payload == {
            header: cell.encode(encoding, "replace").decode(encoding)
            for header, cell in ours.payload.items()
        }
        assert theirs.steps == ours.steps
        assert (theirs.external_id, theirs.standing) == (ours.external_id, ours.standing)


def test_durations_have_the_form_of_the_csv_twin(items, cells):
    for item, row in zip(items, cells, strict=True):
        for header in DURATIONS:
            if isinstance(row[header], timedelta):
                assert item.payload[header] == str(row[header])
