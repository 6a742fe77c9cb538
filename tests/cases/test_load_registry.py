"""Registry files brought by a person reach only where that person edits the registry."""

from pathlib import Path

import pytest

from otklik.cases import log
from otklik.cases.models import Event
from otklik.cases.operations.load_registry import load_registry
from otklik.cases.queries.access import NotAllowed
from otklik.registry.models import RoleAssignment, SectorBlock, Substitution
from tests.district import NOW, District, build_district


def write(folder: Path, name: str, *lines: str) -> Path:
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def block(folder: Path, municipality: str) -> Path:
    header = "municipality,code,name,valid_from,valid_until"
    return write(folder, "blocks", header, f"{municipality},water,Вода,,")


def test_a_change_is_loaded_and_logged(district: District, tmp_path: Path) -> None:
    report = load_registry(block(tmp_path, "lugovsk"), at=NOW, grants=district.grants("admin"))
    assert not report.is_refused
    assert SectorBlock.objects.filter(code="water").exists()
    event = Event.objects.get(name="registry.changed")
    assert event.person == district.people["admin"]
    assert list(log.flaws(district.municipality)) == []


def test_another_municipality_is_out_of_reach(district: District, tmp_path: Path) -> None:
    build_district("sosedi")
    with pytest.raises(NotAllowed):
        load_registry(block(tmp_path, "sosedi"), at=NOW, grants=district.grants("admin"))
    assert not SectorBlock.objects.filter(code="water").exists()


def test_a_substitution_cannot_hand_on_roles_from_elsewhere(
    district: District, tmp_path: Path
) -> None:
    neighbours = build_district("sosedi")
    curator, admin = district.people["curator"], district.people["admin"]
    RoleAssignment.objects.create(
        person=curator, role="curator", municipality=neighbours.municipality
    )
    folder = write(
        tmp_path,
        "substitutions",
        "absent,substitute,from_date,until_date,reason",
        f"{curator.login},{admin.login},2026-10-01,2026-12-01,Отпуск",
    )
    with pytest.raises(NotAllowed):
        load_registry(folder, at=NOW, grants=district.grants("admin"))
    assert not Substitution.objects.exists()
