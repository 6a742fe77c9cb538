"""Reading the address register: what counts, what is refused, and in how much memory."""

import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest

from otklik.address_register import GarError, read_part
from otklik.address_register.region import House, Place
from otklik.registry.house_numbers import normal_house
from tests.registry.gar_files import (
    COUNTED,
    DOLINA,
    GARDEN_STREET,
    LENINA,
    LUGOVOE,
    NOVAYA,
    OKTMO,
    write_region,
    write_xml,
    zipped,
)

ON = date(2026, 10, 12)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


def refusal(path: Path, oktmo: str = OKTMO) -> str:
    """Return the code of the reason why the folder cannot be read."""
    with pytest.raises(GarError) as caught, read_part(path, oktmo, ON):
        pass
    return caught.value.reason.code


def file_of(folder: Path, kind: str) -> Path:
    """Return the file of a kind."""
    return next(folder.glob(f"AS_{kind}_2*.XML"))


def test_only_the_part_of_the_municipality_in_force_is_read(tmp_path: Path) -> None:
    with read_part(write_region(tmp_path), OKTMO, ON) as part:
        assert {p.name for p in part.settlements.values()} == {"Луговое", "Долина"}
        assert part.settlements[DOLINA].type_label == "д"
        assert part.streets[NOVAYA] == Place(
            NOVAYA, "ул", "Озёрная", "99625440101", settlement_id=LUGOVOE
        )
        assert len(part.streets) == COUNTED["streets"]
        assert sorted(part.houses()) == [
            House(100, LENINA, "12"),
            House(101, LENINA, "12 к1"),
            House(102, LENINA, "14А"),
            House(104, DOLINA, "5"),
            House(105, GARDEN_STREET, "7"),
        ]


def test_a_street_of_a_garden_society_lies_in_the_settlement(tmp_path: Path) -> None:
    with read_part(write_region(tmp_path), OKTMO, ON) as part:
        assert part.streets[GARDEN_STREET].settlement_id == LUGOVOE


def test_codes_come_from_the_parameters_where_the_tree_has_none(tmp_path: Path) -> None:
    with read_part(write_region(tmp_path, has_codes_in_tree=False), OKTMO, ON) as part:
        assert part.settlements[LUGOVOE].oktmo == "99625440101"
        assert len(part.settlements) == COUNTED["settlements"]


@pytest.mark.parametrize("inside", ["", "99/"])
def test_an_archive_is_read_as_the_folder_is(tmp_path: Path, inside: str) -> None:
    archive = zipped(write_region(tmp_path / "in"), tmp_path / "gar.zip", inside)
    with read_part(archive, OKTMO, ON) as part:
        assert len(list(part.houses())) == COUNTED["houses"]


def test_the_folder_may_hold_the_region_one_deeper(tmp_path: Path) -> None:
    write_region(tmp_path / "99")
    (tmp_path / "AS_OBJECT_LEVELS_20260901_0.XML").write_text("<a/>", encoding="utf-8")
    with read_part(tmp_path, OKTMO, ON) as part:
        assert part.day == "20260901"


def test_several_regions_are_refused(tmp_path: Path) -> None:
    write_region(tmp_path / "98")
    write_region(tmp_path / "99")
    assert refusal(tmp_path) == "gar_several_regions"


def test_a_wrong_folder_or_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent") == "file_not_found"
    assert refusal(tmp_path) == "gar_files_missing"
    (tmp_path / "note.txt").write_text("no zip", encoding="utf-8")
    assert refusal(tmp_path / "note.txt") == "file_is_damaged"
    file_of(write_region(tmp_path / "in"), "HOUSES").unlink()
    assert refusal(tmp_path / "in") == "gar_files_missing"


def test_another_region_is_refused(tmp_path: Path) -> None:
    assert refusal(write_region(tmp_path), "95625") == "gar_nothing_there"


@pytest.mark.parametrize("kind", ["ADDR_OBJ", "MUN_HIERARCHY", "HOUSES"])
def test_a_doctype_is_refused_before_it_is_obeyed(tmp_path: Path, kind: str) -> None:
    file = file_of(write_region(tmp_path), kind)
    head, rest = file.read_text(encoding="utf-8").split("?>", 1)
    file.write_text(f"{head}?>{BOMB}{rest}", encoding="utf-8")
    assert refusal(tmp_path) == "file_is_unsafe"


@pytest.mark.parametrize("encoding", ["utf-88", "utf-7", "cp932"])
def test_a_strange_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    file = file_of(write_region(tmp_path), "HOUSES")
    file.write_bytes(file.read_bytes().replace(b"utf-8", encoding.encode()))
    assert refusal(tmp_path) == "file_is_damaged"


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    archive = zipped(write_region(tmp_path / "in"), tmp_path / "gar.zip")
    whole = bytearray(archive.read_bytes())
    # The first bit of the flags says that a member is encrypted.
    for mark, flags in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + flags] |= 1
            at = whole.find(mark, at + 1)
    archive.write_bytes(whole)
    assert refusal(archive) == "gar_zip_closed"


@pytest.mark.parametrize("kind", ["ADDR_OBJ", "MUN_HIERARCHY", "HOUSES"])
@pytest.mark.parametrize("left", [0, 30, -12])
def test_a_truncated_file_is_refused(tmp_path: Path, kind: str, left: int) -> None:
    file = file_of(write_region(tmp_path), kind)
    file.write_bytes(file.read_bytes()[:left])
    assert refusal(tmp_path) == "file_is_damaged"


def test_a_truncated_or_damaged_archive_is_refused(tmp_path: Path) -> None:
    archive = zipped(write_region(tmp_path / "in"), tmp_path / "gar.zip")
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    assert refusal(archive) == "file_is_damaged"
    with zipfile.ZipFile(tmp_path / "gar2.zip", "w") as again:
        for file in (tmp_path / "in").iterdir():
            again.write(file, file.name)
    stored = (tmp_path / "gar2.zip").read_bytes()
    spoilt = stored.replace("Луговое".encode(), "Пуговое".encode(), 1)
    (tmp_path / "gar2.zip").write_bytes(spoilt)
    assert refusal(tmp_path / "gar2.zip") == "file_is_damaged"


def test_a_dense_archive_is_refused(tmp_path: Path) -> None:
    write_region(tmp_path / "in")
    file_of(tmp_path / "in", "HOUSES").write_bytes(b"<HOUSES>" + b" " * (70 << 20) + b"</HOUSES>")
    assert refusal(zipped(tmp_path / "in", tmp_path / "gar.zip")) == "file_is_unsafe"


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    write_region(tmp_path)
    for value in ("", "12a", "99999999999", "4294967296"):
        write_xml(tmp_path, "HOUSES", "HOUSES", "HOUSE", [{"OBJECTID": value}])
        assert refusal(tmp_path) == "gar_row_unreadable"


def test_a_tag_without_end_is_not_gathered_in_memory(tmp_path: Path) -> None:
    write_region(tmp_path)
    file_of(tmp_path, "HOUSES").write_bytes(b'<HOUSES><HOUSE NAME="' + b"a" * (40 << 20))
    tracemalloc.start()
    assert refusal(tmp_path) == "file_is_damaged"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24 << 20


def add_houses(folder: Path, count: int) -> None:
    """Add as many houses to the files of the folder, without making rows of them."""
    for kind, root, row in (
        ("MUN_HIERARCHY", "ITEMS", '<ITEM OBJECTID="{0}" PARENTOBJID="{1}" ISACTIVE="1"/>'),
        (
            "HOUSES",
            "HOUSES",
            '<HOUSE OBJECTID="{0}" HOUSENUM="{0}" HOUSETYPE="2" ISACTUAL="1" ISACTIVE="1"/>',
        ),
    ):
        file = file_of(folder, kind)
        head = file.read_text(encoding="utf-8").removesuffix(f"</{root}>")
        more = "".join(row.format(1_000_000 + n, LENINA) for n in range(count))
        file.write_text(f"{head}{more}</{root}>", encoding="utf-8")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    count = 200_000
    add_houses(write_region(tmp_path), count)
    tracemalloc.start()
    with read_part(tmp_path, OKTMO, ON) as part:
        assert sum(1 for _house in part.houses()) == count + COUNTED["houses"]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # A dict of the houses alone would take some 60 MB.
    assert peak < 24 << 20


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with read_part(write_region(tmp_path), OKTMO, ON, lambda *at: seen.append(at)):
        pass
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", "12"),
        ("д. 12", "12"),
        ("дом 12 корп. 1", "12 к1"),
        ("12к1", "12 к1"),
        ("12 К 1", "12 к1"),
        ("12, корпус 1А", "12 к1А"),
        ("12 стр. 2", "12 с2"),
        ("14а", "14А"),
        ("14 «а»", "14А"),
        ("14A", "14А"),
        ("14к", "14К"),
        ("12 / 1", "12/1"),
        ("12/1б", "12/1Б"),
        ("5-7", "5-7"),
        ("12 лит. Б", "12 литБ"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_numbers_of_houses_are_written_one_way(written: str, number: str) -> None:
    assert normal_house(written) == number
    assert normal_house(number) == number
