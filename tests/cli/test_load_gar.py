"""``load-gar``: from the files of the register to places that texts are searched for."""

import json
from datetime import date
from pathlib import Path

import pytest

from otklik.cases import log
from otklik.cases.models import Event
from otklik.intake.reader import reader_of
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import House, Municipality, Territory
from tests.cli.conftest import Run
from tests.district import District
from tests.registry.gar_files import COUNTED, NOVAYA, OKTMO, write_region, zipped

NOTHING = {"new": 0, "changed": 0, "unchanged": 12, "closed": 0}


def test_the_counts_come_as_json_and_again_as_unchanged(
    run: Run, district: District, tmp_path: Path
) -> None:
    words = ("load-gar", str(write_region(tmp_path)), "--oktmo", OKTMO, "--json")
    first = run(*words)
    assert first.exit_code == 0, first.output
    told = {**COUNTED, "new": 10, "changed": 2, "unchanged": 0, "closed": 0}
    assert json.loads(first.stdout) == told
    assert json.loads(run(*words).stdout) == {**COUNTED, **NOTHING}


def test_the_counts_come_in_words(run: Run, district: District, tmp_path: Path) -> None:
    answer = run("load-gar", str(write_region(tmp_path)), "--oktmo", OKTMO)
    assert [line for line in answer.output.splitlines() if "10" in line and "2" in line]
    assert "%(" not in answer.output


def test_an_archive_with_the_code_of_the_municipality(
    run: Run, district: District, tmp_path: Path
) -> None:
    Municipality.objects.update(oktmo="99625000")
    archive = zipped(write_region(tmp_path / "in"), tmp_path / "gar.zip")
    answer = run("load-gar", str(archive), "--municipality", "lugovsk")
    assert answer.exit_code == 0, answer.output
    assert House.objects.count() == COUNTED["houses"]


def test_a_trial_keeps_nothing(run: Run, district: District, tmp_path: Path) -> None:
    answer = run("load-gar", str(write_region(tmp_path)), "--oktmo", OKTMO, "--dry-run")
    assert answer.exit_code == 0, answer.output
    assert not House.objects.exists()
    assert not Territory.objects.filter(gar_id__isnull=False).exists()
    assert not Event.objects.exists()


def test_one_entry_of_the_log_tells_a_load(run: Run, district: District, tmp_path: Path) -> None:
    for _time in range(2):
        run("load-gar", str(write_region(tmp_path)), "--oktmo", OKTMO)
    event = Event.objects.get()
    told = json.loads(event.data)
    assert (event.name, told["what"], event.actor) == ("registry.changed", "gar/99625", log.FILE)
    assert "t-dolina" in told["after"]["new"]
    assert told["after"]["counts"]["houses"] == COUNTED["houses"]
    run("load-gar", str(write_region(tmp_path, without=[NOVAYA])), "--oktmo", OKTMO)
    ended = json.loads(Event.objects.latest("seq").data)
    assert ended["before"]["t-lugovoe-ozyornaya"]["valid_until"] is None
    assert list(log.flaws(district.municipality)) == []


def test_a_refusal_is_one_sentence_and_changes_nothing(
    run: Run, district: District, tmp_path: Path
) -> None:
    houses = next(write_region(tmp_path).glob("AS_HOUSES_*"))
    houses.write_bytes(houses.read_bytes()[:-20])
    answer = run("load-gar", str(tmp_path), "--oktmo", OKTMO)
    assert answer.exit_code == 1
    assert houses.name in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not Territory.objects.filter(gar_id__isnull=False).exists()


@pytest.mark.parametrize("words", [(), ("--oktmo", "9x"), ("--municipality", "atlantis")])
def test_wrong_use_is_told(
    run: Run, district: District, tmp_path: Path, words: tuple[str, ...]
) -> None:
    answer = run("load-gar", str(write_region(tmp_path)), *words)
    assert answer.exit_code == 2
    assert len(answer.stderr.strip().splitlines()) == 1


def test_a_street_of_the_register_is_found_in_a_text(
    run: Run, district: District, tmp_path: Path
) -> None:
    run("load-gar", str(write_region(tmp_path)), "--oktmo", OKTMO)
    reader = reader_of(Catalogue(district.municipality), date(2026, 10, 12))
    place = reader.read("В селе Луговое на улице Озёрной, 12 не горит фонарь").place
    assert place.street is not None
    assert place.street.code == "t-lugovoe-ozyornaya"
    lane = reader.read("Луговое, переулок Озёрная, дом 3: нет света").place
    assert lane.street is not None
    assert lane.street.code == "t-lugovoe-per-ozyornaya"
