import os
import struct
import zipfile

import pytest
from openpyxl import Workbook

from otklik.core.tables import TABLE_REASONS, Column, Limits, TableError, TableSpec, read_table
from tests.channels.files import write_table

SPEC = TableSpec((Column("a", "Номер"), Column("b", "Дата")), (frozenset({"a", "b"}),))
HEADERS = ("Номер", "Дата")
ROWS = [{"Номер": number, "Дата": "2026-01-06"} for number in range(200)]
SHEET = "xl/worksheets/sheet1.xml"
HEADER_ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Номер</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Дата</t></is></c></row>'
)
OPENING = (
    '<?xml version="1.0"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
CLOSING = "</sheetData></worksheet>"


def refusal(path, **limits):
    with pytest.raises(TableError) as caught:
        list(read_table(path, SPEC, limits=Limits(**limits)).rows)
    reason = caught.value.reason
    assert set(reason.params) == set(TABLE_REASONS[reason.code])
    return reason.code


def with_bytes(path, content):
    path.write_bytes(content)
    return path


def with_sheet(path, rows, *, opening=OPENING):
    """Write a workbook whose sheet has these rows of raw XML under the header row."""
    source = write_table(path.with_name("source.xlsx"), HEADERS, [])
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == SHEET:
                content = f"{opening}{HEADER_ROW}{rows}{CLOSING}".encode()
            new.writestr(name, content)
    return path


def test_no_file(tmp_path):
    assert refusal(tmp_path / "no.xlsx") == "file_not_found"
    assert refusal(tmp_path) == "file_unreadable"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf \r\n"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_an_empty_file(tmp_path, name, content):
    assert refusal(with_bytes(tmp_path / name, content)) == "file_empty"


def test_a_page_called_a_workbook(tmp_path):
    page = b"\xef\xbb\xbf\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>"
    assert refusal(with_bytes(tmp_path / "a.xls", page)) == "file_is_html"


def test_a_locked_workbook(tmp_path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le")
    assert refusal(with_bytes(tmp_path / "a.xlsx", ole + bytes(64))) == "file_is_protected"


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_cut_workbook(tmp_path, ending, share):
    content = write_table(tmp_path / f"whole.{ending}", HEADERS, ROWS).read_bytes()
    cut = with_bytes(tmp_path / f"a.{ending}", content[: int(len(content) * share)])
    assert refusal(cut) in ("file_is_damaged", "headers_not_found")


def test_a_workbook_with_rotten_insides(tmp_path):
    path = write_table(tmp_path / "a.xlsx", HEADERS, ROWS)
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(SHEET).header_offset + 60
    content = bytearray(path.read_bytes())
    content[start : start + 200] = b"\xff" * 200
    assert refusal(with_bytes(path, bytes(content))) == "file_is_damaged"


def test_some_other_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(tmp_path / "a.xlsx") == "format_unknown"


def test_rubbish_called_csv(tmp_path):
    assert refusal(with_bytes(tmp_path / "a.csv", os.urandom(5000))) == "file_is_binary"


def test_a_csv_in_no_known_encoding(tmp_path):
    content = "Номер,Дата\n".encode("cp1251") + b"\x98\x98,1\n"
    assert refusal(with_bytes(tmp_path / "a.csv", content)) == "csv_undecodable"


def test_a_csv_whose_quote_never_ends(tmp_path):
    content = 'Номер,Дата\n1,"' + "слово " * 50_000
    assert refusal(with_bytes(tmp_path / "a.csv", content.encode())) == "csv_broken"


def test_three_hundred_megabytes_of_blanks(tmp_path):
    path = write_table(tmp_path / "a.xlsx", HEADERS, ROWS)
    with zipfile.ZipFile(path, "a", 8) as archive, archive.open("xl/x.xml", "w") as part:
        for _turn in range(300):
            part.write(b" " * (1 << 20))
    assert refusal(path) == "unpacks_too_large"


def test_a_bomb_whose_directory_lies_about_its_size(tmp_path):
    path = with_sheet(tmp_path / "a.xlsx", " " * (40 << 20))
    content = bytearray(path.read_bytes())
    true_size = struct.pack("<I", len((OPENING + HEADER_ROW + CLOSING).encode()) + (40 << 20))
    assert content.count(true_size) == 2
    path.write_bytes(bytes(content).replace(true_size, struct.pack("<I", 1000)))
    assert refusal(path) == "unpacks_too_large"


def test_a_workbook_that_unpacks_beyond_the_limit(tmp_path):
    path = write_table(tmp_path / "a.xlsx", HEADERS, ROWS)
    assert refusal(path, unpacked_bytes=3000) == "unpacks_too_large"


def test_a_file_larger_than_the_limit(tmp_path):
    assert (
        refusal(write_table(tmp_path / "a.csv", HEADERS, ROWS), file_bytes=99) == "file_too_large"
    )


@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv"])
@pytest.mark.parametrize(
    ("limits", "code"),
    [({"rows": 100}, "too_many_rows"), ({"columns": 1}, "too_many_columns")],
)
def test_too_many_rows_or_columns(tmp_path, ending, limits, code):
    path = write_table(tmp_path / f"a.{ending}", HEADERS, ROWS)
    found = refusal(path, **limits)
    # With one column the headers themselves are out of sight of a csv reader.
    assert found == code or (ending == "csv" and found == "headers_not_found")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="2"><c r="xfd2"><v>1</v></c></row><row r="900000"/>',
        "<row r='2'><c  r = 'A999999999'><v>1</v></c></row>",
        '<row r="999999"/><row><c><v>1</v></c></row>',
        '<x:row r="2"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        '<row r="2"><c s="0" r="XFD1048576"><v>1</v></c></row>',
        '<row r="500000"><c r="ALL500000"><v>1</v></c></row>',
    ],
)
def test_cells_in_opposite_corners_do_not_eat_the_memory(tmp_path, rows):
    opening = OPENING.replace(" xmlns=", ' xmlns:x="urn:x" xmlns=', 1)
    path = with_sheet(tmp_path / "a.xlsx", rows, opening=opening)
    assert refusal(path) in ("too_many_rows", "too_many_columns", "too_many_cells")


def test_entities_that_multiply_are_refused(tmp_path):
    laughs = '<!DOCTYPE l [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    opening = OPENING.replace("?>", "?>" + laughs, 1)
    rows = '<row r="2"><c r="A2" t="inlineStr"><is><t>&b;</t></is></c></row>'
    assert refusal(with_sheet(tmp_path / "a.xlsx", rows, opening=opening)) == "file_is_unsafe"


def test_sheets_without_cell_addresses_are_read(tmp_path):
    rows = '<row><c><v>5</v></c><c t="inlineStr"><is><t>2026-01-06</t></is></c></row>'
    path = with_sheet(tmp_path / "a.xlsx", rows)
    assert list(read_table(path, SPEC).rows) == [(2, {"Номер": "5", "Дата": "2026-01-06"})]


def test_wide_sheets_are_read(tmp_path):
    headers = [*HEADERS, *(f"Столб {number}" for number in range(300))]
    row = dict.fromkeys(headers, "1")
    path = write_table(tmp_path / "a.xlsx", headers, [row] * 30)
    assert len(list(read_table(path, SPEC).rows)) == 30


def test_formulas_are_not_computed_and_their_texts_stay_texts(tmp_path):
    bomb = "=" + "(" * 5000 + "1" + ")" * 5000
    book = Workbook()
    book.active.append(HEADERS)
    book.active.append([bomb, "=[9]Лист!A1"])
    book.active.append(["+7 900", "@SUM(1)"])
    book.save(tmp_path / "a.xlsx")
    csv = write_table(tmp_path / "a.csv", HEADERS, [{"Номер": "=1+1", "Дата": "-2"}])
    assert [row for _n, row in read_table(tmp_path / "a.xlsx", SPEC).rows] == [
        {"Номер": "+7 900", "Дата": "@SUM(1)"}
    ]
    assert [row for _n, row in read_table(csv, SPEC).rows] == [{"Номер": "=1+1", "Дата": "-2"}]


def test_the_sign_no_database_holds_is_left_out(tmp_path):
    rows = '<row r="2"><c r="A2" t="str"><v>5_x0000_</v></c><c r="B2" t="str"><v>a</v></c></row>'
    path = with_sheet(tmp_path / "a.xlsx", rows)
    assert list(read_table(path, SPEC).rows) == [(2, {"Номер": "5", "Дата": "a"})]
