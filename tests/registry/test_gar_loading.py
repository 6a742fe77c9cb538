"""The address register in the registry: nothing doubled, what people edited stays."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from otklik.address_register import GarError, GarReport, load_part, read_part
from otklik.registry.files import export_folder, load_folder
from otklik.registry.houses import knows_house
from otklik.registry.models import House, Municipality, Territory
from otklik.registry.models.territory import TerritoryKind
from tests.district import NOW, District, build_district
from tests.registry.gar_files import (
    COUNTED,
    DOLINA,
    GARDENS,
    HOUSES,
    LANE,
    LENINA,
    LUGOVOE,
    NOVAYA,
    OKTMO,
    PLACES,
    Row,
    write_region,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 12)
LATER = date(2026, 11, 2)
ROWS = sum(COUNTED.values())
NEW_STREET = 40


@pytest.fixture
def district() -> District:
    """A district with the village Луговое and its street Ленина, entered by hand."""
    return build_district()


def load(folder: Path, on: date = ON, oktmo: str = OKTMO) -> GarReport:
    """Load the folder into the only municipality."""
    with read_part(folder, oktmo, on) as part, transaction.atomic():
        return load_part(Municipality.objects.get(), part, on)


def renamed(**names: str) -> Mapping[int, tuple[str, str, int, int, str]]:
    """Return the places with other names: ``_20="Новая"``."""
    changed = {int(key[1:]): name for key, name in names.items()}
    return {key: (changed.get(key, place[0]), *place[1:]) for key, place in PLACES.items()}


def gar(key: int) -> Territory:
    """Return the territory with the number in the register."""
    return Territory.objects.get(gar_id=key)


def counts(report: GarReport, *names: str) -> tuple[int, ...]:
    """Return some counts of the report."""
    return tuple(report.counts[name] for name in names)


def test_what_was_there_is_found_and_the_rest_is_added(district: District, tmp_path: Path) -> None:
    report = load(write_region(tmp_path))
    assert gar(LUGOVOE).pk == district.settlement.pk
    assert gar(LENINA).pk == district.street.pk
    assert report.counts == {**COUNTED, "new": ROWS - 2, "changed": 2, "unchanged": 0, "closed": 0}
    assert gar(LUGOVOE).oktmo == "99625440101"
    kinds = (TerritoryKind.SETTLEMENT, TerritoryKind.STREET)
    assert Territory.objects.filter(kind__in=kinds).count() == 7


def test_new_rows_lie_where_they_belong(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    dolina, lane = gar(DOLINA), gar(LANE)
    assert dolina.parent == Territory.objects.get(code="t-council")
    assert (dolina.code, dolina.type_label, dolina.kind) == ("t-dolina", "д", "settlement")
    assert lane.parent == district.settlement
    assert (lane.code, gar(NOVAYA).code) == ("t-lugovoe-per-ozyornaya", "t-lugovoe-ozyornaya")
    assert gar(GARDENS).code == "t-lugovoe-snt-sadovod"


def test_without_a_tree_the_settlements_stand_alone(tmp_path: Path) -> None:
    Municipality.objects.create(code="m", name="М")
    load(write_region(tmp_path))
    assert gar(DOLINA).parent is None
    assert gar(LENINA).parent == gar(LUGOVOE)


def test_twice_the_same_changes_nothing(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    stored = list(Territory.objects.values()), list(House.objects.values())
    again = load(tmp_path, LATER)
    assert counts(again, "new", "changed", "unchanged", "closed") == (0, 0, ROWS, 0)
    assert again.is_empty
    assert (list(Territory.objects.values()), list(House.objects.values())) == stored


def test_houses_are_told_apart_by_number(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    numbers = House.objects.filter(territory=district.street).values_list("number", flat=True)
    assert sorted(numbers) == ["12", "12 к1", "14А"]
    assert House.objects.get(territory=gar(DOLINA)).number == "5"


def test_it_is_told_whether_a_house_exists(district: District, tmp_path: Path) -> None:
    assert knows_house(district.street, "12", ON) is None
    load(write_region(tmp_path))
    load(write_region(tmp_path, without=(102,)), LATER)
    assert knows_house(district.street, "дом 12 корп. 1", LATER) is True
    assert knows_house(district.street, "77", LATER) is False
    assert knows_house(district.street, "", LATER) is None
    assert knows_house(district.street, "14а", ON) is True
    assert knows_house(district.street, "14а", LATER) is False


def test_a_renamed_place_follows(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    report = load(write_region(tmp_path, renamed(_20="Мира", _11="Равнина")), LATER)
    assert (gar(LENINA).name, gar(DOLINA).name) == ("Мира", "Равнина")
    assert counts(report, "new", "changed", "closed") == (0, 2, 0)
    assert report.places.before[district.street.code]["name"] == "Ленина"


def test_a_name_people_edited_stays(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    Territory.objects.filter(gar_id=LENINA).update(name="Ленина (центр)", oktmo="99625440999")
    report = load(write_region(tmp_path, renamed(_20="Мира")), LATER)
    assert (gar(LENINA).name, gar(LENINA).gar_name) == ("Ленина (центр)", "ул Мира")
    assert gar(LENINA).oktmo == "99625440999"
    assert counts(load(tmp_path, LATER), "changed") == (0,)
    assert counts(report, "changed") == (1,)


def test_a_place_called_otherwise_here_keeps_its_name(district: District, tmp_path: Path) -> None:
    Territory.objects.filter(pk=district.settlement.pk).update(
        name="Луговое (Центр)", oktmo="99625440101"
    )
    load(write_region(tmp_path))
    assert gar(LUGOVOE).pk == district.settlement.pk
    assert gar(LUGOVOE).name == "Луговое (Центр)"


def test_vanished_places_and_houses_end_and_come_back(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    report = load(write_region(tmp_path, without=(NOVAYA, 101)), LATER)
    assert counts(report, "new", "changed", "unchanged", "closed") == (0, 0, ROWS - 2, 2)
    assert gar(NOVAYA).valid_until == LATER
    assert House.objects.get(gar_id=101).valid_until == LATER
    assert counts(load(tmp_path, LATER), "changed", "closed") == (0, 0)
    back = load(write_region(tmp_path), LATER)
    assert counts(back, "new", "changed", "closed") == (0, 2, 0)
    assert gar(NOVAYA).valid_until is None
    assert House.objects.get(gar_id=101).valid_until is None


def test_a_place_people_ended_stays_ended(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    Territory.objects.filter(gar_id=NOVAYA).update(valid_until=ON)
    load(tmp_path, LATER)
    assert gar(NOVAYA).valid_until == ON


def test_what_only_people_know_stays(district: District, tmp_path: Path) -> None:
    own = Territory.objects.create(
        municipality=district.municipality,
        code="t-own",
        kind="street",
        name="Народная",
        parent=district.settlement,
        oktmo="99625440101",
    )
    load(write_region(tmp_path))
    load(tmp_path, LATER)
    own.refresh_from_db()
    assert (own.valid_until, own.gar_id) == (None, None)


def test_a_place_under_a_new_number_keeps_its_row(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    moved = {NEW_STREET if key == LENINA else key: place for key, place in PLACES.items()}
    houses = {
        key: (NEW_STREET if above == LENINA else above, row) for key, (above, row) in HOUSES.items()
    }
    report = load(write_region(tmp_path, moved, houses), LATER)
    assert gar(NEW_STREET).pk == district.street.pk
    assert counts(report, "new", "changed", "closed") == (0, 1, 0)


def test_a_place_that_comes_back_under_a_new_number_is_open_again(
    district: District, tmp_path: Path
) -> None:
    load(write_region(tmp_path))
    key = gar(NOVAYA).pk
    load(write_region(tmp_path, without=(NOVAYA,)), LATER)
    load(write_region(tmp_path, {**PLACES, NEW_STREET: PLACES[NOVAYA]}, without=(NOVAYA,)), LATER)
    assert (gar(NEW_STREET).pk, gar(NEW_STREET).valid_until) == (key, None)


def test_a_house_moves_with_its_street_and_number(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path))
    houses: dict[int, tuple[int, Row]] = {
        **HOUSES,
        100: (NOVAYA, {"HOUSENUM": "12б", "HOUSETYPE": 2}),
    }
    report = load(write_region(tmp_path, houses=houses), LATER)
    house = House.objects.get(gar_id=100)
    assert (house.territory, house.number) == (gar(NOVAYA), "12Б")
    assert counts(report, "new", "changed", "closed") == (0, 1, 0)


def _village(key: int, name: str, council: int) -> dict[int, tuple[str, str, int, int, str]]:
    return {key: (name, "д", 6, council, f"99625{400 + council}{key}")}


def test_villages_of_one_name_in_two_councils_are_two(district: District, tmp_path: Path) -> None:
    Territory.objects.filter(code="t-council").update(oktmo="99625440")
    other = {5: ("Вторая", "сельсовет", 4, 2, "99625405"), **_village(150, "Луговое", 5)}
    load(write_region(tmp_path, {**PLACES, **other}))
    assert gar(LUGOVOE).pk == district.settlement.pk
    assert gar(150).pk != district.settlement.pk


def test_a_narrow_load_ends_nothing_outside(district: District, tmp_path: Path) -> None:
    other = {5: ("Вторая", "сельсовет", 4, 2, "99625405"), **_village(150, "Дальняя", 5)}
    load(write_region(tmp_path, {**PLACES, **other}))
    report = load(tmp_path, LATER, "99625440")
    assert counts(report, "new", "changed", "closed") == (0, 0, 0)
    assert gar(150).valid_until is None


def test_a_partial_export_is_refused_as_a_whole(district: District, tmp_path: Path) -> None:
    houses: dict[int, tuple[int, Row]] = {
        1_000 + n: (LENINA, {"HOUSENUM": str(n), "HOUSETYPE": 2}) for n in range(60)
    }
    load(write_region(tmp_path, houses=houses))
    few: Iterable[int] = range(1_000, 1_040)
    with pytest.raises(GarError) as caught:
        load(write_region(tmp_path, renamed(_20="Мира"), houses, without=few), LATER)
    assert caught.value.reason.code == "gar_too_much_gone"
    assert gar(LENINA).name == "Ленина"
    assert not House.objects.filter(valid_until__isnull=False).exists()


def test_streets_of_one_name_have_codes_of_their_own(district: District, tmp_path: Path) -> None:
    twin = {41: ("Вишнёвая", "ул", 8, LUGOVOE, "99625440101")}
    load(write_region(tmp_path, {**PLACES, **twin}))
    assert gar(41).code == "t-lugovoe-vishnyovaya-41"
    assert counts(load(tmp_path), "new", "changed") == (0, 0)


def test_numbers_of_the_register_go_into_the_files_and_back(
    district: District, tmp_path: Path
) -> None:
    load(write_region(tmp_path / "gar"))
    export_folder(tmp_path / "out", district.municipality)
    Territory.objects.filter(gar_id=LENINA).update(gar_id=None, gar_name="")
    report = load_folder(tmp_path / "out", at=NOW)
    assert not report.is_refused, report.refusals
    assert gar(LENINA).gar_name == "ул Ленина"
    assert counts(load(tmp_path / "gar"), "new", "changed") == (0, 0)


def test_long_names_fit(district: District, tmp_path: Path) -> None:
    load(write_region(tmp_path, renamed(_21="О" * 250)))
    assert len(gar(NOVAYA).name) == 150
    assert len(gar(NOVAYA).code) <= 80
    assert counts(load(tmp_path), "changed") == (0,)
