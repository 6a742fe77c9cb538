"""Streets and houses are seen by the words around them, with no list of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding.houses import landmark_in
from otklik.understanding.streets import spot_streets
from otklik.understanding.tokens import tokens_of


def spotted(text: str) -> list[tuple[str, str]]:
    """Return the streets of the text with their houses."""
    return [(spot.words, spot.house) for spot in spot_streets(tokens_of(text), text)]


@pytest.mark.parametrize(
    ("text", "street", "house"),
    [
        ("Темно на ул. Озёрная, д. 5а", "Озёрная", "5а"),
        ("ул.Озёрная дом № 12/1", "Озёрная", "12/1"),
        ("улица Озёрная 12 корп 2", "Озёрная", "12 корп. 2"),
        ("ул Озёрная 5-7", "Озёрная", "5-7"),
        ("Озёрная улица, 9", "Озёрная", "9"),
        ("Озёрная, 21 без света", "Озёрная", "21"),
        ("возле дома 11 по ул. Озёрной", "Озёрной", "11"),
        ("к домам 23, 32 и 36 по улице Озёрной", "Озёрной", "23"),
        ("дом 11 по Лесников", "Лесников", "11"),
        ("за Мира... ул. Лесников, за 20 домом", "Лесников", "20"),
        ("проспект Анны Лесной, д. 25", "Анны Лесной", "25"),
        ("ул. 3-я Озёрная", "3-я Озёрная", ""),
        ("адрес 40 лет Победы 17", "40 лет Победы", "17"),
        ("по улице озёрной не пройти", "озёрной", ""),
        ("пр-т Лесников д. 10 разбита дорога", "Лесников", "10"),
        ("до Озёрного шоссе", "Озёрного", ""),
    ],
)
def test_a_street_and_its_house_are_spotted(text: str, street: str, house: str) -> None:
    assert (street, house) in spotted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Темно на улице. Когда починят?",
        "На улице холодно, по улице ходят собаки",
        "Проезд машин закрыт",
        "Школа 5, Дом 7, Автобус 12",
        "Целый микрорайон без воды",
        "Прошло 5 лет, Вчера 3 раза звонили",
        "",
    ],
)
def test_other_words_are_no_streets(text: str) -> None:
    assert spotted(text) == []


def test_what_is_counted_is_no_house() -> None:
    assert spotted("на ул. Озёрная 3 фонаря не горят") == [("Озёрная", "")]
    assert spotted("ул. Озёрная 2 месяца без воды") == [("Озёрная", "")]


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        ("Яма у школы", "у школы"),
        ("Возле магазина свалка", "Возле магазина"),
        ("темно около ФАПа", "около ФАПа"),
        ("лужа напротив сельского клуба", "напротив сельского клуба"),
        ("стая возле школы № 3 бегает", "возле школы № 3"),
        ("у нас темно", ""),
    ],
)
def test_a_landmark_is_kept_as_written(text: str, landmark: str) -> None:
    assert landmark_in(text) == landmark


@given(st.text(alphabet="улдом. ,№/-«»123аяАЯЁ\n", max_size=120))
def test_scattered_addresses_break_nothing(text: str) -> None:
    for spot in spot_streets(tokens_of(text), text):
        assert spot.first < spot.after
        assert spot.words
