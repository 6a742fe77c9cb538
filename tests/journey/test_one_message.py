"""One message through every room: file, sorting, board, answer, rating, figures, note, log."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from otklik.analytics.month import month_figures
from otklik.analytics.periods import Month
from otklik.cases import log
from otklik.cases.models import Case
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.assign import assign
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.rate import rate
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.queries.board import Board, find_board
from otklik.cases.queries.filters import Filters
from otklik.cases.queries.history import history_of
from otklik.cases.queries.lists import find_page
from otklik.intake.operations.take_in import take_in_file
from otklik.reports.note import issue_note
from tests.channels.files import write_pos_file
from tests.district import NOW, ZONE, District, build_district

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = "Переполнены контейнеры"


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def taken_in(district: District, path: Path) -> Case:
    """Take in a file of the platform with one message received 28 days ago, and return it."""
    received = NOW - 28 * DAY
    row = {
        "Номер": 327_000_001,
        "Источник": "EPGU",
        "Категория": "Мусор",
        "Подкатегория": WORDS,
        "Факт": "-",
        "Дата поступления": f"{received:%d.%m.%Y}",
        "Стадия": "Исполнение",
        "Статус": "Назначен исполнитель",
        "ФЗ": "Обычное сообщение",
    }
    take_in_file(
        path=write_pos_file(path, [row]),
        channel="pos",
        municipality=district.municipality,
        zone=ZONE,
        person=district.people["pos"],
        at=NOW,
    )
    return Case.objects.get()


def board(district: District, days: int) -> Board:
    return find_board(
        grants=district.grants("curator"), municipality=district.municipality, at=NOW + days * DAY
    )


def found(district: District, words: str) -> dict[str, str]:
    page = find_page(
        Filters(words=words),
        grants=district.grants("curator"),
        municipality=district.municipality,
        at=NOW,
    )
    return {row.number: row.category for row in page.rows}


def test_from_the_file_to_the_note(district: District, tmp_path: Path) -> None:
    case = taken_in(district, tmp_path / "pos.xlsx")
    assert found(district, "контейнер") == {case.number: f"Мусор › {WORDS}"}
    # Thirty days from 14 September end on Wednesday the 14th, two days ahead.
    assert [board(district, days).total.overdue for days in (0, 2, 3)] == [0, 0, 1]
    assert board(district, 2).total.today == 1

    coordinator, executor, curator = (district.grants(n) for n in ("pos", "executor", "curator"))
    assign(
        case=case,
        grants=coordinator,
        at=NOW,
        recipient=district.council,
        executor=district.people["executor"],
    )
    draft_answer(case=case, grants=executor, at=NOW + HOUR, text="Вывезем.")
    submit_answer(case=case, grants=executor, at=NOW + HOUR)
    return_answer(case=case, grants=curator, at=NOW + 2 * HOUR, remark="Когда?")
    draft_answer(case=case, grants=executor, at=NOW + 3 * HOUR, text="Вывезли 13 октября.")
    submit_answer(case=case, grants=executor, at=NOW + DAY)
    approve_answer(case=case, grants=curator, at=NOW + DAY)
    send_answer(case=case, grants=coordinator, at=NOW + DAY)
    rate(case=case, grants=coordinator, at=NOW + 2 * DAY, value=4)
    assert board(district, 3).total.overdue == 0

    told = [happening.name for happening in history_of(case)]
    assert told[0] == "case.received"
    assert told.count("case.draft_answer") == 2
    assert [event for event in told if event.endswith(("return_answer", "rate"))] == [
        "case.return_answer",
        "case.rate",
    ]
    first_of_november = NOW + 20 * DAY
    october = month_figures(district.municipality, Month(2026, 10), first_of_november)
    assert (october.punctuality.kept, october.punctuality.broken) == (1, 0)
    assert october.satisfaction.mean == 4
    september = month_figures(district.municipality, Month(2026, 9), first_of_november)
    assert september.total.current == 1
    note = issue_note(
        municipality=district.municipality, period=Month(2026, 9), at=first_of_november
    )
    tables = Document(BytesIO(note.docx)).tables
    first = [cell.text for cell in tables[0].rows[1].cells]
    assert first[:2] == ["всего поступило", "1"]
    assert not list(log.flaws(district.municipality))
