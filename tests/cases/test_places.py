"""Places of new cases: what is asked of a person, and what has ended."""

from collections.abc import Callable
from datetime import timedelta

from otklik.cases.models import Case
from otklik.registry.models import Territory
from tests.district import NOW, TODAY, District

Call = Callable[..., Case]


def add_place(district: District, code: str, name: str, **fields: object) -> Territory:
    return Territory.objects.create(
        municipality=district.municipality, code=code, name=name, **fields
    )


def test_it_works(phone_call: Call, district: District) -> None:
    case = phone_call("В Луговом на ул. Ленина, 5 темно")
    assert (case.settlement, case.street, case.house) == (
        district.settlement,
        district.street,
        "5",
    )
    assert "others" not in case.decisions["place"]


def test_a_street_of_several_settlements_is_left_to_a_person(
    phone_call: Call, district: District
) -> None:
    far = add_place(district, "t-far", "Дальнее", kind="settlement", type_label="с")
    add_place(district, "t-far-lenina", "Ленина", kind="street", type_label="ул", parent=far)
    case = phone_call("на ул. Ленина, 5 темно")
    assert (case.settlement, case.street, case.house) == (None, None, "5")
    decision = case.decisions["place"]
    asked = {decision["code"], *(code for code, _sure in decision["others"])}
    assert asked == {"t-lugovoe-lenina", "t-far-lenina"}


def test_a_street_that_has_ended_is_not_proposed(phone_call: Call, district: District) -> None:
    older = phone_call("В Луговом на ул. Ленина, 5 темно")
    district.street.valid_until = TODAY
    district.street.save()
    newer = phone_call("В Луговом на ул. Ленина, 7 темно")
    assert (newer.settlement, newer.street) == (district.settlement, None)
    older.refresh_from_db()
    assert older.street == district.street


def test_a_street_ends_with_its_settlement(phone_call: Call, district: District) -> None:
    district.settlement.valid_until = TODAY - timedelta(days=1)
    district.settlement.save()
    case = phone_call("В Луговом на ул. Ленина, 7 темно")
    assert (case.settlement, case.street) == (None, None)


def test_a_street_that_will_begin_is_not_known_yet(phone_call: Call, district: District) -> None:
    district.street.valid_from = TODAY + timedelta(days=1)
    district.street.save()
    assert phone_call("В Луговом на ул. Ленина, 7 темно").street is None


def test_an_old_name_means_what_came_after_it(phone_call: Call, district: District) -> None:
    add_place(
        district,
        "t-old",
        "Батракская",
        kind="street",
        type_label="ул",
        parent=district.settlement,
        valid_until=TODAY - timedelta(days=400),
        successor=district.street,
    )
    assert phone_call("В Луговом на ул. Батракской, 7 темно").street == district.street


def test_successors_in_a_ring_end_the_search(phone_call: Call, district: District) -> None:
    street = district.street
    street.valid_until, street.successor = TODAY, street
    street.save()
    assert phone_call("В Луговом на ул. Ленина, 7 темно").street is None


def test_a_place_is_known_by_its_khakass_name_as_well(phone_call: Call, district: District) -> None:
    district.settlement.khakass_name = "Одығ"
    district.settlement.save()
    for text in ("аал Одығ, харасхы", "Аал Одыг, темно", "В Луговом темно"):
        assert phone_call(text, at=NOW).settlement == district.settlement
