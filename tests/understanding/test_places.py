"""Settlements, streets and houses in any case form, misspelt, ambiguous, or named by a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding import Gazetteer, PlaceEntry

ENTRIES = (
    PlaceEntry("siry", "Нижние Сиры", "settlement", "с"),
    PlaceEntry("upper-siry", "Верхние Сиры", "settlement", "д"),
    PlaceEntry("seya", "Большая Сея", "settlement", "с"),
    PlaceEntry("arbaty", "Арбаты", "settlement", "с"),
    PlaceEntry("tashtyp", "Таштып", "settlement", "с"),
    PlaceEntry("verkh", "Верх-Таштып", "settlement", "п"),
    PlaceEntry("imek", "Имек", "settlement", "с"),
    PlaceEntry("bor", "Большой Бор", "settlement", "д"),
    PlaceEntry("polyany", "Поляны", "settlement", "с"),
    PlaceEntry("kirovo", "Кирово", "settlement", "д"),
    PlaceEntry("imek-kirova", "Кирова", "street", "ул", "imek"),
    PlaceEntry("imek-lane", "Школьный", "street", "пер", "imek"),
    PlaceEntry("siry-lenina", "Ленина", "street", "ул", "siry"),
    PlaceEntry("tashtyp-lenina", "Ленина", "street", "ул", "tashtyp"),
    PlaceEntry("tashtyp-marksa", "Карла Маркса", "street", "ул", "tashtyp"),
    PlaceEntry("tashtyp-sovetskaya", "Советская", "street", "ул", "tashtyp"),
    PlaceEntry("imek-shkolnaya", "Школьная", "street", "ул", "imek"),
)
GAZETTEER = Gazetteer(ENTRIES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("В Нижних Сирах не чистят снег", "siry"),
        ("до Верхних Сир не доехать", "upper-siry"),
        ("Живу в Большой Сее", "seya"),
        ("дорога из Арбатов разбита", "arbaty"),
        ("с. Имек, темно", "imek"),
        ("В Верх-Таштыпе нет воды", "verkh"),
        ("автобус Таштып не приходит", "tashtyp"),
        ("В Таштыпи отключили свет", "tashtyp"),
        ("Живём в деревне верхние сиры", "upper-siry"),
        ("из Нижних Сиров не выехать", "siry"),
        ("В Б. Сее нет света", "seya"),
        ("Ниж. Сиры, темно", "siry"),
        ("ВерхТаштып без воды", "verkh"),
        ("таштып опять без света", "tashtyp"),
        ("Таштыпский р-н, в Большом Бору снег", "bor"),
    ],
)
def test_a_settlement_is_found_in_any_form(text: str, code: str) -> None:
    guess = GAZETTEER.find(text).settlement
    assert guess is not None
    assert guess.code == code
    assert guess.confidence >= 0.6
    assert guess.reasons


@pytest.mark.parametrize(
    "text",
    [
        *("Таштыпский район забыт", "Таштып район забыт", "Таштып р-н", "снег и лёд", ""),
        *("сирый и убогий", "заросли поляны", "с таштыпской трассы"),
    ],
)
def test_words_that_are_no_settlement_are_left_alone(text: str) -> None:
    assert GAZETTEER.find(text).settlement is None


@pytest.mark.parametrize(
    ("text", "code", "house"),
    [
        ("с. Таштып, ул. Советская, 12", "tashtyp-sovetskaya", "12"),
        ("В Таштыпе на Советской 5а темно", "tashtyp-sovetskaya", "5а"),
        ("Таштып, по Карла Маркса яма", "tashtyp-marksa", ""),
        ("В Нижних Сирах по Ленина 5 темно", "siry-lenina", "5"),
        ("Таштып ул Ленина д. 12/1", "tashtyp-lenina", "12/1"),
        ("Таштып ул Ленина дом 7 корп 2", "tashtyp-lenina", "7 корп. 2"),
        ("Таштып, ул. К. Маркса 5-7", "tashtyp-marksa", "5-7"),
        ("Таштып, ул. Советцкая, 3", "tashtyp-sovetskaya", "3"),
        ("в Таштыпе дом 12/1 по улице Советской", "tashtyp-sovetskaya", "12/1"),
        ("таштып ленина 5", "tashtyp-lenina", "5"),
        ("В Имеке по Кирова 9 лужа", "imek-kirova", "9"),
        ("Имек, переулок Школьный, 2", "imek-lane", "2"),
    ],
)
def test_a_street_is_found_inside_its_settlement(text: str, code: str, house: str) -> None:
    place = GAZETTEER.find(text)
    assert place.street is not None
    assert (place.street.code, place.house) == (code, house)
    assert place.street.confidence >= 0.6


def test_a_street_of_two_settlements_asks() -> None:
    place = GAZETTEER.find("по ул. Ленина 5 темно")
    assert place.settlement is None
    assert place.street is not None
    assert place.street.confidence < 0.5
    assert place.street.reasons[0].code == "ambiguous_street"
    assert set(place.candidates) == {"siry-lenina", "tashtyp-lenina"}
    assert (place.house, place.address_words) == ("5", "Ленина, 5")


def test_streets_of_one_settlement_that_are_called_alike_ask() -> None:
    twins = (
        *ENTRIES,
        PlaceEntry("imek-new", "Новая", "street", "ул", "imek"),
        PlaceEntry("imek-new-lane", "Новая", "street", "проезд", "imek"),
    )
    place = Gazetteer(twins).find("Имек, Новая 5, темно")
    assert place.settlement is not None
    assert place.street is not None
    assert (place.settlement.code, place.settlement.confidence) == ("imek", 0.85)
    assert place.street.confidence < 0.5
    assert place.street.reasons[0].code == "alike_streets"
    assert set(place.candidates) == {"imek-new", "imek-new-lane"}


def test_of_several_settlements_named_the_one_that_has_the_street_is_meant() -> None:
    place = GAZETTEER.find("В Имеке и Таштыпе темно, больше всего на улице Школьной")
    assert place.settlement is not None
    assert place.street is not None
    assert (place.settlement.code, place.street.code) == ("imek", "imek-shkolnaya")
    assert place.candidates == ()


@pytest.mark.parametrize("column", ["", "с. Сосновка"])
def test_settlements_of_one_name_ask_unless_a_street_tells_them_apart(column: str) -> None:
    gazetteer = Gazetteer(
        (
            PlaceEntry("near", "Сосновка", "settlement", "с"),
            PlaceEntry("far", "Сосновка", "settlement", "д"),
            PlaceEntry("far-mira", "Мира", "street", "ул", "far"),
        )
    )
    unsure = gazetteer.find("В Сосновке темно", settlement_name=column)
    assert unsure.settlement is not None
    assert unsure.settlement.confidence < 0.5
    assert unsure.candidates == ("near", "far")
    told = gazetteer.find("В Сосновке на ул. Мира темно", settlement_name=column)
    assert told.settlement is not None
    assert (told.settlement.code, told.candidates) == ("far", ())


def test_the_only_street_of_a_name_tells_the_settlement() -> None:
    place = GAZETTEER.find("на улице Школьной снег")
    assert place.street is not None
    assert place.settlement is not None
    assert (place.street.code, place.settlement.code) == ("imek-shkolnaya", "imek")
    assert place.settlement.reasons[0].code == "only_street_of_the_name"


def test_a_street_is_not_taken_for_a_village_of_like_name() -> None:
    place = GAZETTEER.find("ул. Кирова забыта")
    assert place.settlement is not None
    assert place.settlement.code == "imek"


def test_a_common_word_is_no_street_without_evidence() -> None:
    assert GAZETTEER.find("В Имеке школьная столовая закрыта").street is None
    assert GAZETTEER.find("В Имеке дети на Школьной площадке").street is None
    assert GAZETTEER.find("В Таштыпе Ленина помнят").street is None


def test_columns_of_a_file_win_over_the_text() -> None:
    place = GAZETTEER.find(
        "Писал из Имека", settlement_name="село Таштып", street_name="Ленина ул", house="4"
    )
    assert place.settlement is not None
    assert place.street is not None
    assert (place.settlement.code, place.settlement.confidence) == ("tashtyp", 1.0)
    assert (place.street.code, place.house) == ("tashtyp-lenina", "4")


def test_a_street_of_the_file_that_nobody_knows_is_not_replaced_by_one_of_the_text() -> None:
    place = GAZETTEER.find("по Ленина 5", settlement_name="с. Таштып", street_name="ул. Новейшая")
    assert place.street is None
    assert (place.house, place.address_words) == ("", "ул. Новейшая")


def test_a_street_is_not_looked_for_in_another_village_than_the_text_names() -> None:
    place = GAZETTEER.find("В Нижних Сирах по Ленина 5", settlement_name="Таштып")
    assert place.settlement is not None
    assert (place.settlement.code, place.street) == ("tashtyp", None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("с. Таштып", "tashtyp"), ("Таштып с", "tashtyp"), ("ТАШТЫП", "tashtyp")),
        *(("Таштыпский р-н, с Имек", "imek"), ("п Верх-Таштып", "verkh")),
        *(("д. Верхние Сиры", "upper-siry"), ("село Большая Сея", "seya")),
    ],
)
def test_a_settlement_of_a_file_is_known_with_its_labels(name: str, code: str) -> None:
    guess = GAZETTEER.find("", settlement_name=name).settlement
    assert guess is not None
    assert (guess.code, guess.confidence) == (code, 1.0)


def test_a_district_alone_is_no_settlement_of_a_file() -> None:
    assert GAZETTEER.find("", settlement_name="Таштыпский район").settlement is None


def test_several_settlements_alike_are_left_to_a_person() -> None:
    guess = GAZETTEER.find("В Имеке и Таштыпе темно").settlement
    assert guess is not None
    assert guess.confidence < 0.5
    assert guess.reasons[0].params["words"] == "Имеке, Таштыпе"
    assert GAZETTEER.find("В Имеке и Таштыпе темно").candidates == ("imek", "tashtyp")


def test_where_it_is_wins_over_where_from() -> None:
    guess = GAZETTEER.find("Ехал из Имека, в Таштыпе яма").settlement
    assert guess is not None
    assert guess.code == "tashtyp"


def test_a_street_the_registry_does_not_know_is_kept_as_words() -> None:
    place = GAZETTEER.find("Имек, ул. Новейшая, д. 3")
    assert place.street is None
    assert place.address_words == "Новейшая, 3"


def test_a_house_of_a_village_without_streets_is_kept() -> None:
    assert GAZETTEER.find("Имек, дом 5, темно").house == "5"


def test_a_landmark_is_kept_as_words() -> None:
    assert GAZETTEER.find("Яма у старой школы, Имек").landmark == "у старой школы"


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    GAZETTEER.find(text)
