"""The real export of «Инцидент Менеджмент»: nothing lost, its twins give the same cases."""

import csv
import os
import random
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from otklik.cases.models import Case, CaseSource, Event
from otklik.channels import ADAPTERS
from otklik.intake.operations.take_in import take_in_file
from tests.channels.files import text_of
from tests.district import NOW, ZONE, District

FOLDER = os.environ.get("OTKLIK_REAL_DATA", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="OTKLIK_REAL_DATA is not set: no real export to read"
)


def real_file() -> Path:
    return Path(FOLDER) / "im_export_47_columns.xlsx"


def take(district: District, path: Path) -> tuple[int, int, int, int]:
    batch = take_in_file(
        path=path,
        channel="im",
        municipality=district.municipality,
        zone=ZONE,
        person=None,
        at=NOW,
    )
    return batch.new_count, batch.changed_count, batch.unchanged_count, batch.refused_count


def lines() -> list[list[str]]:
    sheet = CalamineWorkbook.from_path(str(real_file())).get_sheet_by_index(0)
    return [[text_of(value) for value in row] for row in sheet.to_python()]


def write(path: Path, rows: list[list[str]], *, delimiter: str, encoding: str) -> Path:
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def test_no_row_and_no_column_is_lost(district: District) -> None:
    assert take(district, real_file()) == (39, 0, 0, 0)
    rows = lines()
    sources = CaseSource.objects.order_by("row_number")
    for source, row in zip(sources, rows[1:], strict=True):
        assert list(source.fields) == rows[0]
        assert list(source.fields.values()) == row
    assert take(district, real_file()) == (0, 0, 39, 0)


def test_twins_bring_nothing_new(district: District, tmp_path: Path) -> None:
    take(district, real_file())
    rows = lines()
    order = list(range(len(rows[0])))
    random.Random(3).shuffle(order)
    shuffled = [[row[i] for i in order] for row in rows]
    titled = [["Выгрузка за 24.12.2025"], [], *rows]
    for name, twin in (("plain", rows), ("shuffled", shuffled), ("titled", titled)):
        path = write(tmp_path / f"{name}.csv", twin, delimiter=",", encoding="utf-8")
        assert take(district, path) == (0, 0, 39, 0), name
    old = write(tmp_path / "old.csv", rows, delimiter=";", encoding="cp1251")
    assert sum(take(district, old)[1:3]) == 39
    assert Case.objects.count() == 39


def test_answers_steps_and_reasons_are_history(district: District) -> None:
    take(district, real_file())
    file = ADAPTERS["im"].read_file(real_file(), zone=ZONE)
    for item in file.rows:
        case = Case.objects.get(external_id=item.external_id)
        assert {(a.text, a.sent_at) for a in case.answers.all()} == {
            (reply.text, reply.at) for reply in item.replies if reply.text
        }
        events = Event.objects.filter(case_id=case.pk, name__startswith="case.step.")
        told = {(event.name.removeprefix("case.step."), event.at) for event in events}
        assert told == {(s.name, s.at) for s in item.steps if s.name not in ("created", "received")}
        closed = [event for event in events if event.name == "case.step.closed"]
        assert all(event.details.get("reason") == item.closing_reason for event in closed)
