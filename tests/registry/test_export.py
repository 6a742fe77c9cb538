"""Writing the registry back to its files."""

from pathlib import Path

import pytest

from otklik.registry.files import (
    BASE_FOLDER,
    DEMO_FOLDER,
    SHEETS,
    export_files,
    export_folder,
    load_folder,
)
from otklik.registry.files.sheet import natural
from otklik.registry.models import Municipality, Person, RoleAssignment, Topic, TopicEdition
from tests.district import NOW
from tests.registry.folders import DISTRICT, MUNICIPALITY, write_district, write_file

pytestmark = pytest.mark.django_db


def test_shipped_files_come_back_byte_for_byte() -> None:
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        load_folder(folder, at=NOW)
    shipped: dict[str, bytes] = {}
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        for item in folder.iterdir():
            if item.name.endswith(".csv"):
                header, rows = item.read_bytes().split(b"\n", 1)
                # A table may come with common rows and with those of the district.
                shipped[item.name] = shipped.get(item.name, header + b"\n") + rows
    made = export_files()
    assert made.keys() == shipped.keys()
    assert [name for name in made if made[name] != shipped[name]] == []


def test_the_files_of_a_municipality_hold_only_what_is_its_own(tmp_path: Path) -> None:
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        load_folder(folder, at=NOW)
    load_folder(write_district(tmp_path), at=NOW)
    made = export_files(Municipality.objects.get(code="tashtyp"))
    shipped = {item.name for item in DEMO_FOLDER.iterdir() if item.name.endswith(".csv")}
    assert made.keys() == shipped
    assert made["people.csv"] == (DEMO_FOLDER / "people.csv").read_bytes()


def test_what_was_written_loads_and_changes_nothing(tmp_path: Path) -> None:
    load_folder(write_district(tmp_path / "first"), at=NOW)
    rows = export_folder(tmp_path / "out")
    assert rows == {name: len(rows) for name, rows in DISTRICT.items()}
    again = load_folder(tmp_path / "out", at=NOW)
    assert (again.total("new"), again.total("changed")) == (0, 0)
    assert not again.refusals
    export_folder(tmp_path / "twice")
    for file in (tmp_path / "out").iterdir():
        assert (tmp_path / "twice" / file.name).read_bytes() == file.read_bytes()


def test_the_order_of_rows_does_not_depend_on_the_order_of_loading(tmp_path: Path) -> None:
    rows = DISTRICT["territories.csv"]
    load_folder(write_district(tmp_path, territories=list(reversed(rows))), at=NOW)
    lines = export_files()["territories.csv"].decode().splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == ["t-council", "t-dolina", "t-lugovoe"]


def test_numbers_in_codes_are_ordered_as_people_do() -> None:
    assert sorted(["im-10", "im-2", "", "a", "im-2-1"], key=natural) == [
        "",
        "a",
        "im-2",
        "im-2-1",
        "im-10",
    ]


def test_a_password_is_in_no_file(tmp_path: Path) -> None:
    load_folder(write_district(tmp_path), at=NOW)
    person = Person.objects.get(login="petrov")
    person.set_password("очень длинный пароль")
    person.save()
    for data in export_files().values():
        assert person.password.encode() not in data


def test_a_file_whose_table_became_empty_keeps_only_its_header(tmp_path: Path) -> None:
    load_folder(write_district(tmp_path), at=NOW)
    export_folder(tmp_path / "out")
    RoleAssignment.objects.all().delete()
    export_folder(tmp_path / "out")
    text = (tmp_path / "out" / "roles.csv").read_text(encoding="utf-8")
    assert text == "login,role,municipality,block,organisation,valid_from,valid_until\n"


def test_a_setting_that_is_usually_on_stays_off_where_it_is_off(tmp_path: Path) -> None:
    load_folder(write_district(tmp_path / "first"), at=NOW)
    assert Municipality.objects.get().author_may_approve
    Municipality.objects.update(author_may_approve=False)
    export_folder(tmp_path / "out")
    Municipality.objects.update(author_may_approve=True)
    assert load_folder(tmp_path / "out", at=NOW).total("changed") == 1
    assert not Municipality.objects.get().author_may_approve


def test_optional_columns_are_written_only_when_something_fills_them(tmp_path: Path) -> None:
    edition = TopicEdition.objects.create(classifier="pos", edition="open", name="ПОС")
    topic = Topic.objects.create(edition=edition, code="pos-met-0001", name="Прочее")
    assert b"met_in_files" not in export_files()["topics.csv"]
    topic.is_met_in_files = True
    topic.save()
    export_folder(tmp_path)
    assert b"met_in_files" in (tmp_path / "topics.csv").read_bytes()
    Topic.objects.all().delete()
    load_folder(tmp_path, at=NOW)
    assert Topic.objects.get().is_met_in_files


def test_a_code_two_municipalities_have_is_written_with_its_municipality(tmp_path: Path) -> None:
    other = MUNICIPALITY | {"code": "dolinsk", "name": "Долинский район"}
    load_folder(write_district(tmp_path / "first"), at=NOW)
    write_file(tmp_path / "second", "municipalities.csv", [other])
    twin = dict(DISTRICT["organisations.csv"][0], municipality="dolinsk", block="", territory="")
    write_file(tmp_path / "second", "organisations.csv", [twin])
    assert not load_folder(tmp_path / "second", at=NOW).refusals
    export_folder(tmp_path / "out")
    assert "lugovsk:council" in (tmp_path / "out" / "people.csv").read_text(encoding="utf-8")
    assert load_folder(tmp_path / "out", at=NOW).total("unchanged") > 0


def test_every_column_has_a_name_in_words() -> None:
    for sheet in SHEETS:
        for header in sheet.headers:
            assert sheet.label(header), (sheet.file, header)
