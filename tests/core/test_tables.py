from datetime import date, datetime, timedelta

import pytest
from openpyxl import Workbook

from otklik.core.tables import Column, TableError, TableSpec, fold_header, read_table
from tests.channels.files import write_table

SPEC = TableSpec(
    columns=(
        Column("number", "Номер"),
        Column("day", "Дата поступления", ("Дата подачи",)),
        Column("place", "Населённый пункт"),
        Column("remark", "Примечание", is_usual=False),
    ),
    required=(frozenset({"number", "day"}),),
)
HEADERS = ("Номер", "Дата поступления", "Населённый пункт")
ROW = {"Номер": 717478, "Дата поступления": "2026-01-06", "Населённый пункт": "Луговое"}


def rows_of(path):
    return [row for _number, row in read_table(path, SPEC).rows]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv"])
def test_it_works(tmp_path, ending):
    table = read_table(write_table(tmp_path / f"a.{ending}", HEADERS, [ROW, ROW]), SPEC)
    assert list(table.rows)[1] == (
        3,
        {"Номер": "717478", "Дата поступления": "2026-01-06", "Населённый пункт": "Луговое"},
    )
    assert (table.header_row, table.total_rows) == (1, 2)
    assert table.match.columns["place"] == "Населённый пункт"
    assert (table.match.missing, table.match.unknown) == ((), ())


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_cells_become_exact_texts(tmp_path, ending):
    headers = (*HEADERS, "а", "б", "в", "г", "д")
    row = {
        "Номер": 12345678901,
        "Дата поступления": datetime(2026, 1, 6, 20, 6, 2),
        "Населённый пункт": "  =1+1 ",
        "а": date(2026, 2, 1),
        "б": True,
        "в": 0.25,
        "г": timedelta(days=11, hours=12, minutes=10, seconds=25, milliseconds=217),
        "д": timedelta(hours=14, minutes=54, seconds=19, milliseconds=858),
    }
    [cells] = rows_of(write_table(tmp_path / f"a.{ending}", headers, [row]))
    assert list(cells.values()) == [
        "12345678901",
        "2026-01-06 20:06:02",
        "  =1+1 ",
        "2026-02-01",
        "Да",
        "0.25",
        "11 days, 12:10:25.217000",
        "14:54:19.858000",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_csv_is_read_with_its_delimiter_and_encoding(tmp_path, delimiter, encoding):
    row = {**ROW, "Населённый пункт": 'Луговое, "Ключ"; 2\nстрока'}
    path = write_table(tmp_path / "a.csv", HEADERS, [row], delimiter=delimiter, encoding=encoding)
    assert rows_of(path)[0]["Населённый пункт"] == 'Луговое, "Ключ"; 2\nстрока'


def test_the_header_is_found_under_title_rows(tmp_path):
    for ending in ("xlsx", "xls", "csv"):
        title = ["Выгрузка за январь", "Номер", ""]
        path = write_table(tmp_path / f"a.{ending}", HEADERS, [ROW], title=title)
        table = read_table(path, SPEC)
        assert [number for number, _row in table.rows] == [5]


def test_the_sheet_is_found_by_its_headers(tmp_path):
    book = Workbook()
    book.active.append(["Пояснения"])
    book.create_sheet("Пусто")
    page = book.create_sheet("Данные")
    page.append([])
    page.append([None, *HEADERS])
    page.append([None, 5, "2026-01-06", "Луговое"])
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx", SPEC)
    assert table.sheet_name == "Данные"
    assert [number for number, _row in table.rows] == [3]
    assert rows_of(tmp_path / "a.xlsx")[0]["Номер"] == "5"


def test_headers_are_known_however_they_are_spelled(tmp_path):
    headers = ("НОМЕР.", "Дата\nподачи ", "населенный\u00a0 пункт:")
    row = dict(zip(headers, ("5", "2026-01-06", "Луговое"), strict=True))
    table = read_table(write_table(tmp_path / "a.xlsx", headers, [row]), SPEC)
    assert table.match.columns == {
        "number": "НОМЕР.",
        "day": "Дата подачи",
        "place": "населенный пункт:",
    }


def test_unknown_repeated_and_nameless_columns_are_kept(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "Номер,Дата поступления,Имя,Имя,,Номер\n1,2026-01-06,а,б,,9\n2,,в,г,д,8,лишнее\n3\n"
    )
    table = read_table(path, SPEC)
    rows = [row for _number, row in table.rows]
    assert table.match.unknown == ("Имя", "Имя (2)", "Номер (2)")
    assert table.match.missing == ("Населённый пункт",)
    assert rows[0]["Имя (2)"] == "б"
    assert "Столбец 5" not in rows[0]
    assert (rows[1]["Столбец 5"], rows[1]["Столбец 7"]) == ("д", "лишнее")
    assert rows[2]["Имя"] == ""


def test_blank_rows_are_passed_over(tmp_path):
    path = write_table(tmp_path / "a.xlsx", HEADERS, [ROW, {}, ROW])
    assert [number for number, _row in read_table(path, SPEC).rows] == [2, 4]


def test_a_file_without_the_headers_says_which_were_looked_for(tmp_path):
    path = write_table(tmp_path / "a.xlsx", ("Товар", "Цена"), [{"Товар": "мел"}], sheet="Склад")
    with pytest.raises(TableError) as caught:
        read_table(path, SPEC)
    assert caught.value.reason.code == "headers_not_found"
    assert caught.value.reason.params == {
        "file": "a.xlsx",
        "sheets": "Склад",
        "headers": "Номер, Дата поступления",
    }


def test_rows_can_be_walked_twice(tmp_path):
    for ending in ("xlsx", "csv"):
        table = read_table(write_table(tmp_path / f"a.{ending}", HEADERS, [ROW]), SPEC)
        assert list(table.rows) == list(table.rows) != []


def test_folded_headers_have_only_letters_and_digits():
    assert fold_header(" 1-ый  ОТВЁТ\u00a0«ПИ»:\n") == "1ыйответпи"
