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
    ],
)
def test_a_settlement_is_found_in_any_form(text: str, code: str) -> None:
    guess = GAZETTEER.find(text).settlement
    assert guess is not None
    assert guess.code == code
    assert guess.confidence >= 0.6
    assert guess.reasons


@pytest.mark.parametrize(
    "text", ["Таштыпский район забыт", "Таштып район забыт", "снег и лёд", "", "сирый и убогий"]
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
    ],
)
def test_a_street_is_found_inside_its_settlement(text: str, code: str, house: str) -> None:
    place = GAZETTEER.find(text)
    assert place.street is not None
    assert (place.street.code, place.house) == (code, house)
    assert place.street.confidence >= 0.75


def test_a_street_of_two_settlements_asks() -> None:
    place = GAZETTEER.find("по ул. Ленина 5 темно")
    assert place.settlement is None
    assert place.street is not None
    assert place.street.confidence < 0.5
    assert place.street.reasons[0].code == "ambiguous_street"


def test_the_only_street_of_a_name_tells_the_settlement() -> None:
    place = GAZETTEER.find("на улице Школьной снег")
    assert place.street is not None
    assert place.settlement is not None
    assert (place.street.code, place.settlement.code) == ("imek-shkolnaya", "imek")
    assert place.settlement.reasons[0].code == "only_street_of_the_name"


def test_a_common_word_is_no_street_without_evidence() -> None:
    assert GAZETTEER.find("В Имеке школьная столовая закрыта").street is None


def test_columns_of_a_file_win_over_the_text() -> None:
    place = GAZETTEER.find(
        "Писал из Имека", settlement_name="село Таштып", street_name="Ленина ул", house="4"
    )
    assert place.settlement is not None
    assert place.street is not None
    assert (place.settlement.code, place.settlement.confidence) == ("tashtyp", 1.0)
    assert (place.street.code, place.house) == ("tashtyp-lenina", "4")


def test_a_landmark_is_kept_as_words() -> None:
    assert GAZETTEER.find("Яма у старой школы, Имек").landmark == "у старой школы"


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    GAZETTEER.find(text)
