"""Loading a folder of registry files."""

from pathlib import Path

import pytest

from otklik.registry.files import BASE_FOLDER, DEMO_FOLDER, LoadReport, load_folder
from otklik.registry.files.reading import Folder
from otklik.registry.models import (
    Municipality,
    Organisation,
    Person,
    Regulation,
    RoutingRule,
    Territory,
    Topic,
)
from tests.district import NOW
from tests.registry.folders import DISTRICT, MUNICIPALITY, write_district, write_file

pytestmark = pytest.mark.django_db


def load(folder: Folder, *, keeps_changed: bool = False) -> LoadReport:
    return load_folder(folder, at=NOW, keeps_changed=keeps_changed)


def places(report: LoadReport) -> list[tuple[str, int, str]]:
    return [(refusal.file, refusal.row_number, refusal.column) for refusal in report.refusals]


def test_it_works(tmp_path: Path) -> None:
    report = load(write_district(tmp_path))
    assert not report.is_refused, report.refusals
    assert report.total("new") == sum(len(rows) for rows in DISTRICT.values())
    council = Organisation.objects.get()
    assert (council.block.code, council.territory.code) == ("roads", "t-council")
    assert Person.objects.get(login="ivanova").organisation == council


def test_shipped_folders_load_and_a_second_time_change_nothing() -> None:
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        assert not load(folder).refusals
    assert Topic.objects.filter(edition__classifier="im", parent__isnull=True).count() == 26
    assert Topic.objects.filter(edition__classifier="im", parent__isnull=False).count() == 359
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        again = load(folder)
        assert (again.total("new"), again.total("changed"), again.total("absent")) == (0, 0, 0)
        assert again.total("unchanged") > 500


def test_a_parent_may_stand_below_its_child(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    assert Territory.objects.get(code="t-lugovoe").parent.code == "t-council"


def test_a_changed_cell_is_told_with_what_stood_there_before(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    report = load(write_district(tmp_path, blocks=[{"code": "roads", "name": "Дороги и мосты"}]))
    assert (report.total("new"), report.total("changed")) == (0, 1)
    (change,) = report.changes
    assert (change.file, change.municipality, change.key) == (
        "blocks.csv",
        "lugovsk",
        "lugovsk/roads",
    )
    assert change.before == {"name": "Дороги"}
    assert change.after == {"name": "Дороги и мосты"}


def test_a_row_the_file_does_not_name_stays_and_is_counted(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    report = load(write_district(tmp_path, territories=DISTRICT["territories.csv"][:2]))
    (file,) = [file for file in report.files if file.file == "territories.csv"]
    assert (file.absent, file.unchanged) == (1, 2)
    assert Territory.objects.filter(code="t-dolina").exists()


def test_rows_of_another_municipality_are_not_counted_as_absent(tmp_path: Path) -> None:
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        load(folder)
    report = load(write_district(tmp_path))
    assert [file.absent for file in report.files if file.file == "territories.csv"] == [0]


def test_missing_files_are_skipped(tmp_path: Path) -> None:
    load(write_district(tmp_path / "all"))
    write_file(tmp_path / "one", "blocks.csv", [{"code": "school", "name": "Образование"}])
    assert [(f.file, f.new) for f in load(tmp_path / "one").files] == [("blocks.csv", 1)]


def test_a_merge_of_councils_is_only_data(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    merged = [
        {"code": "t-new", "kind": "village_council", "name": "Объединённый"},
        {
            "code": "t-council",
            "kind": "village_council",
            "name": "Луговской сельсовет",
            "valid_until": "2027-01-01",
            "successor": "t-new",
        },
        {"code": "t-lugovoe", "parent": "t-new", "kind": "settlement", "name": "Луговое"},
    ]
    report = load(write_district(tmp_path, territories=merged))
    assert (report.total("new"), report.total("changed")) == (1, 2)
    assert Territory.objects.get(code="t-council").successor.code == "t-new"
    assert Territory.objects.get(code="t-lugovoe").parent.code == "t-new"


def test_with_any_refusal_nothing_is_written_and_all_are_told(tmp_path: Path) -> None:
    organisations = [
        dict(DISTRICT["organisations.csv"][0], block="no-such", kind="no-such"),
        dict(DISTRICT["organisations.csv"][0], code="other", territory="nowhere"),
    ]
    roles = [{"login": "petrov", "role": "king"}]
    report = load(write_district(tmp_path, organisations=organisations, roles=roles))
    assert places(report) == [
        ("organisations.csv", 2, "block"),
        ("organisations.csv", 3, "territory"),
        ("roles.csv", 2, "role"),
    ]
    assert all(refusal.message for refusal in report.refusals)
    assert not Municipality.objects.exists()
    assert report.total("new") == 0


def test_a_row_that_names_a_refused_row_is_not_told_again(tmp_path: Path) -> None:
    organisations = [dict(DISTRICT["organisations.csv"][0], is_recipient="perhaps")]
    report = load(write_district(tmp_path, organisations=organisations))
    assert places(report) == [("organisations.csv", 2, "is_recipient")]


@pytest.mark.parametrize(
    ("file", "rows", "column"),
    [
        ("municipalities", [MUNICIPALITY | {"time_zone": "Mars/Crater"}], "time_zone"),
        ("municipalities", [MUNICIPALITY | {"code": "два слова"}], "code"),
        (
            "municipalities",
            [MUNICIPALITY | {"case_number_pattern": "{number}"}],
            "case_number_pattern",
        ),
        ("municipalities", [MUNICIPALITY | {"population": "много"}], "population"),
        ("municipalities", [MUNICIPALITY | {"name": ""}], "name"),
        ("municipalities", [MUNICIPALITY | {"name": "Ы" * 201}], "name"),
        ("blocks", [{"code": "a", "name": "А", "valid_from": "01.02.2026"}], "valid_from"),
        (
            "blocks",
            [{"code": "a", "name": "А", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}],
            "valid_until",
        ),
        ("blocks", [{"municipality": "atlantis", "code": "a", "name": "А"}], "municipality"),
        (
            "working_hours",
            [{"weekday": "8", "start": "08:00", "end": "17:00"}],
            "weekday",
        ),
        (
            "working_hours",
            [{"weekday": "1", "start": "08:00", "end": "17:00", "break_start": "12:00"}],
            "break_end",
        ),
        ("working_hours", [{"weekday": "1", "start": "8", "end": "17:00"}], "start"),
        (
            "substitutions",
            [
                {
                    "absent": "petrov",
                    "substitute": "petrov",
                    "from_date": "2026-01-01",
                    "until_date": "2026-01-02",
                }
            ],
            "substitute",
        ),
        ("routing_rules", [{"code": "r", "name": "Р", "priority": "1", "topics": "x"}], "topics"),
        (
            "routing_rules",
            [{"code": "r", "name": "Р", "priority": "1", "territories": "x"}],
            "territories",
        ),
        (
            "routing_rules",
            [{"code": "r", "name": "Р", "priority": "1", "regulation": "x"}],
            "regulation",
        ),
        (
            "routing_rules",
            [{"code": "r", "name": "Р", "priority": "1", "channels": "pigeon"}],
            "channels",
        ),
    ],
)
def test_a_row_is_refused_at_its_column(
    tmp_path: Path, file: str, rows: list[dict[str, str]], column: str
) -> None:
    report = load(write_district(tmp_path, **{file: rows}))
    assert places(report)[0] == (f"{file}.csv", 2, column)


def test_the_same_row_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    row = {"code": "roads", "name": "Дороги"}
    report = load(write_district(tmp_path, blocks=[row, row]))
    assert places(report) == [("blocks.csv", 3, "code")]


def test_rows_that_lie_in_each_other_are_refused(tmp_path: Path) -> None:
    ring = [
        {"code": "t-a", "parent": "t-b", "kind": "settlement", "name": "А"},
        {"code": "t-b", "parent": "t-a", "kind": "settlement", "name": "Б"},
        {"code": "t-council", "kind": "village_council", "name": "Совет"},
    ]
    report = load(write_district(tmp_path, territories=ring))
    assert places(report) == [("territories.csv", 2, "parent"), ("territories.csv", 3, "parent")]


def test_a_ring_through_a_stored_row_is_refused(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    ring = [{"code": "t-council", "parent": "t-lugovoe", "kind": "settlement", "name": "Совет"}]
    write_file(tmp_path / "one", "territories.csv", ring)
    assert load(tmp_path / "one").is_refused


def test_columns_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "blocks.csv").write_text("municipality,code,title\n", encoding="utf-8")
    report = load(tmp_path)
    assert {refusal.column for refusal in report.refusals} == {
        "title",
        "name",
        "valid_from",
        "valid_until",
    }
    assert {(r.file, r.row_number) for r in report.refusals} == {("blocks.csv", 1)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "municipality,code,name,valid_from,valid_until\nа,б,Дороги,,\n".encode("cp1251"),
        b"municipality;code;name;valid_from;valid_until\n",
        b'municipality,code,name,valid_from,valid_until\n"unclosed,a,b,,\n',
        b"municipality,code,name,valid_from,valid_until\nlugovsk,a,b\n",
        b"PK\x03\x04\x00\x00",
    ],
)
def test_a_file_that_is_no_sound_csv_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "blocks.csv").write_bytes(content)
    assert {refusal.file for refusal in load(tmp_path).refusals} == {"blocks.csv"}


def test_a_file_with_a_slip_in_its_name_is_refused(tmp_path: Path) -> None:
    write_district(tmp_path)
    (tmp_path / "block.csv").write_text("code\n", encoding="utf-8")
    assert places(load(tmp_path)) == [("block.csv", 0, "")]


def test_a_folder_without_files_and_no_folder_are_refused(tmp_path: Path) -> None:
    assert load(tmp_path).is_refused
    assert load(tmp_path / "nowhere").is_refused


def test_a_new_person_cannot_log_in_and_a_known_one_keeps_the_password(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    person = Person.objects.get(login="petrov")
    assert not person.has_usable_password()
    person.set_password("очень длинный пароль")
    person.save()
    rows = [dict(DISTRICT["people.csv"][1], position="Куратор"), DISTRICT["people.csv"][0]]
    assert load(write_district(tmp_path, people=rows)).total("changed") == 1
    person.refresh_from_db()
    assert person.position == "Куратор"
    assert person.check_password("очень длинный пароль")


def test_logins_that_differ_in_letter_case_are_one_person(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    rows = [{"login": "Petrov", "last_name": "Петров"}]
    write_file(tmp_path / "one", "people.csv", rows)
    report = load(tmp_path / "one")
    assert (report.total("new"), report.total("changed")) == (0, 0)


def test_what_was_edited_stays_when_only_new_rows_are_asked_for(tmp_path: Path) -> None:
    load(write_district(tmp_path))
    Organisation.objects.update(phone="8 000 000-00-00")
    more = [*DISTRICT["blocks.csv"], {"code": "school", "name": "Образование"}]
    report = load(write_district(tmp_path, blocks=more), keeps_changed=True)
    assert (report.total("new"), report.total("changed"), report.total("kept")) == (1, 0, 1)
    assert Organisation.objects.get().phone == "8 000 000-00-00"


def test_a_code_two_municipalities_have_needs_its_municipality(tmp_path: Path) -> None:
    other = MUNICIPALITY | {"code": "dolinsk", "name": "Долинский район"}
    both = {
        "municipalities": [MUNICIPALITY, other],
        "organisations": [
            *DISTRICT["organisations.csv"],
            dict(DISTRICT["organisations.csv"][0], municipality="dolinsk", block="", territory=""),
        ],
    }
    report = load(write_district(tmp_path, **both))
    assert places(report) == [("people.csv", 2, "organisation")]
    people = [
        {"login": "ivanova", "last_name": "Иванова", "organisation": "dolinsk:council"},
        {"login": "petrov", "last_name": "Петров"},
    ]
    assert not load(write_district(tmp_path, people=people, **both)).refusals
    assert Person.objects.get(login="ivanova").organisation.municipality.code == "dolinsk"


def test_a_regulation_may_belong_to_a_municipality(tmp_path: Path) -> None:
    rows = [
        {"code": "own", "version": "1", "name": "Свой", "municipality": "lugovsk"},
        {"code": "common", "version": "1", "name": "Общий"},
    ]
    assert not load(write_district(tmp_path, regulations=rows)).refusals
    owners = Regulation.objects.values_list("code", "municipality__code").order_by("code")
    assert list(owners) == [("common", None), ("own", "lugovsk")]


def test_a_rule_says_yes_no_or_nothing_about_the_fast_track(tmp_path: Path) -> None:
    rows = [
        {"code": f"r{n}", "name": "П", "priority": str(n), "fast_track": said}
        for n, said in enumerate(("yes", "no", ""))
    ]
    assert not load(write_district(tmp_path, routing_rules=rows)).refusals
    said = RoutingRule.objects.order_by("priority").values_list("fast_track", flat=True)
    assert list(said) == [True, False, None]
