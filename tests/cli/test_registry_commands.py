"""``init``, ``load-registry`` and ``export-registry``."""

import json
from pathlib import Path

import pytest

from otklik.cases import log
from otklik.cases.models import Event
from otklik.registry.models import Municipality, Organisation, SectorBlock
from tests.cli.conftest import Run
from tests.registry.folders import DISTRICT, write_district, write_file

pytestmark = pytest.mark.django_db


def test_it_works(run: Run, tmp_path: Path) -> None:
    answer = run("init", "--registry", str(write_district(tmp_path)))
    assert answer.exit_code == 0, answer.output
    assert Municipality.objects.get().code == "lugovsk"


def test_init_twice_changes_nothing(run: Run) -> None:
    assert run("init", "--demo").exit_code == 0
    events = Event.objects.count()
    assert run("init", "--demo").exit_code == 0
    assert Event.objects.count() == events


def test_init_leaves_what_was_edited_in_the_browser(run: Run) -> None:
    run("init", "--demo")
    Organisation.objects.filter(code="adm").update(phone="8 000 000-00-00")
    assert run("init", "--demo").exit_code == 0
    assert Organisation.objects.get(code="adm").phone == "8 000 000-00-00"


def test_the_demonstration_keeps_out_of_a_real_register(run: Run, tmp_path: Path) -> None:
    run("init", "--registry", str(write_district(tmp_path)))
    answer = run("init", "--demo")
    assert answer.exit_code == 1
    assert not Municipality.objects.filter(is_demo=True).exists()


def test_refused_rows_are_told_with_file_row_and_column(run: Run, tmp_path: Path) -> None:
    folder = write_district(tmp_path, roles=[{"login": "petrov", "role": "king"}])
    answer = run("load-registry", str(folder))
    assert answer.exit_code == 1
    assert "roles.csv" in answer.stderr
    assert "role" in answer.stderr
    assert not Municipality.objects.exists()


def test_counts_come_as_json(run: Run, tmp_path: Path) -> None:
    answer = run("load-registry", str(write_district(tmp_path)), "--json")
    counts = json.loads(answer.output)
    assert counts["blocks.csv"] == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "absent": 0,
        "kept": 0,
    }


def test_a_load_is_written_into_the_log_with_what_stood_there_before(
    run: Run, tmp_path: Path
) -> None:
    run("load-registry", str(write_district(tmp_path)))
    run("load-registry", str(write_district(tmp_path, blocks=[{"code": "roads", "name": "Мосты"}])))
    event = Event.objects.order_by("-seq").first()
    assert event is not None
    told = json.loads(event.data)
    assert (event.name, told["what"]) == ("registry.changed", "files/blocks.csv")
    assert told["before"] == {"lugovsk/roads": {"name": "Дороги"}}
    assert told["after"] == {"lugovsk/roads": {"name": "Мосты"}}
    assert list(log.flaws(Municipality.objects.get())) == []


def test_a_change_common_to_all_is_in_every_log(run: Run, tmp_path: Path) -> None:
    run("init", "--registry", str(write_district(tmp_path)))
    write_file(
        tmp_path / "more", "calendar.csv", [{"date": "2027-02-22", "kind": "off", "reason": "—"}]
    )
    run("load-registry", str(tmp_path / "more"))
    event = Event.objects.order_by("-seq").first()
    assert event is not None
    assert "files/calendar.csv" in event.data


def test_the_registry_comes_out_and_goes_back(run: Run, tmp_path: Path) -> None:
    run("load-registry", str(write_district(tmp_path / "in")))
    answer = run("export-registry", str(tmp_path / "out"), "--json")
    assert json.loads(answer.output) == {name: len(rows) for name, rows in DISTRICT.items()}
    SectorBlock.objects.update(name="Иначе")
    assert run("load-registry", str(tmp_path / "out")).exit_code == 0
    assert SectorBlock.objects.get().name == "Дороги"


def test_an_unknown_municipality_is_told_with_the_known_ones(run: Run, tmp_path: Path) -> None:
    run("load-registry", str(write_district(tmp_path / "in")))
    answer = run("export-registry", str(tmp_path / "out"), "--municipality", "atlantis")
    assert answer.exit_code == 2
    assert "lugovsk" in answer.stderr


def test_the_federal_registry_is_loaded_by_name(run: Run) -> None:
    assert run("load-registry", "--base", "--json").exit_code == 0
    assert run("load-registry").exit_code == 2
