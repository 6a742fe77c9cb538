"""Places as people really type them: glued, misspelt, in capitals, in two alphabets; and numbers
that are no houses. All texts and places are invented."""

import pytest

from otklik.understanding import Gazetteer, PlaceEntry

STREETS = (
    *(("Ленина", "ул"), ("Советская", "ул"), ("Карла Маркса", "ул"), ("5-я Линия", "ул")),
    *(("50 лет Октября", "ул"), ("8 Марта", "ул"), ("Лесная", "ул"), ("Лесной", "пер")),
    *(("Первомайская", "ул"), ("Молодёжная", "ул"), ("М. Горького", "ул"), ("Пӱӱр", "ул")),
    *(("Зелёная", "ул"), ("Нагорная", "ул"), ("2-я Нагорная", "ул"), ("Мира", "ул")),
)
GAZETTEER = Gazetteer(
    (
        PlaceEntry("lug", "Луговое", "settlement", "с"),
        PlaceEntry("dolna", "Нижняя Долна", "settlement", "с"),
        PlaceEntry("choox", "Чоохчыл", "settlement", "аал"),
        *(PlaceEntry(f"lug {n}", n, "street", k, "lug") for n, k in STREETS),
    )
)


@pytest.mark.parametrize(
    ("text", "street", "house"),
    [
        ("Луговое ул.Ленина,д5кв.3", "Ленина", "5"),
        ("Луговое ленина 5а", "Ленина", "5а"),
        ("Луговое ул ленина д5", "Ленина", "5"),
        ("Луговое Ленина дом5", "Ленина", "5"),
        ("Луговое Ленина5", "Ленина", "5"),
        ("Луговое улЛенина 5", "Ленина", "5"),
        ("Луговое д.5 ул.Ленина", "Ленина", "5"),
        ("дом 5 ул Ленина Луговое", "Ленина", "5"),
        ("Луговое, Ленина 5-а", "Ленина", "5а"),
        ("Луговое, ул. Ленина, 5 в темноте", "Ленина", "5"),
        ("Луговое, ул. Ленина 5 стр. 2", "Ленина", "5 стр. 2"),
        ("Луговое, ул. им. Ленина, 5", "Ленина", "5"),
        ("ЛУГОВОЕ УЛИЦА СОВЕТСКАЯ ДОМ 12 НЕТ СВЕТА", "Советская", "12"),
        ("Луговое, ул. Coветская, 12", "Советская", "12"),
        ("Луговое, yл. Coвeтcкaя, 12a", "Советская", "12а"),
        ("Луговое, на К Маркса темно", "Карла Маркса", ""),
        ("Луговое, 5-я Линия, 7", "5-я Линия", "7"),
        ("Луговое, на 5-й Линии темно", "5-я Линия", ""),
        ("Луговое ул 5 линия дом 7", "5-я Линия", "7"),
        ("Луговое, ул. 2 Нагорная, 4", "2-я Нагорная", "4"),
        ("Луговое, ул. Нагорная 2", "Нагорная", "2"),
        ("Луговое, 8 Марта 5", "8 Марта", "5"),
        ("Луговое 50 лет Октября д 12", "50 лет Октября", "12"),
        ("Луговое, ул. Максима Горького, 8", "М. Горького", "8"),
        ("Луговое, ул. Первомайскя, 3", "Первомайская", "3"),
        ("Луговое, ул Молодежная 14 Б", "Молодёжная", "14б"),
        ("Луговое, орам Пӱӱр, 3", "Пӱӱр", "3"),
        ("Луговое, ул. Пуур, 3", "Пӱӱр", "3"),
        ("Луговое, ул. Пüüр, 3", "Пӱӱр", "3"),
        ("Луговое, на Лесной темно", "Лесная", ""),
        ("Луговое, на Лесном темно", "Лесной", ""),
        ("Луговое, на Зелёной яма", "Зелёная", ""),
        ("Луговое, на улице Ленина у дома 5 темно", "Ленина", "5"),
        ("Луговое, на Ленина за 5 домом яма", "Ленина", "5"),
        ("Луговое, угол Ленина и Советской", "Ленина", ""),
    ],
)
def test_a_street_is_found_however_it_is_typed(text: str, street: str, house: str) -> None:
    place = GAZETTEER.find(text)
    assert place.street is not None
    assert (place.street.code, place.house) == (f"lug {street}", house)
    assert place.street.confidence >= 0.6
    assert place.candidates == ()


@pytest.mark.parametrize(
    "text",
    [
        *("по ул. Ленина 5 сентября", "ул. Ленина 05.09.2023", "ул. Ленина 12.05 отключат"),
        *("ул. Ленина 15:30 отключили", "ул. Ленина 15 000 рублей", "ул. Ленина 220 вольт нет"),
        *("ул. Ленина, 100 метров", "на Ленина в 2023 году", "ул. Ленина с 5 до 9 часов"),
        *("ул. Ленина 89130000000", "ул. Ленина тел 8 913 000 00 00", "ул. Ленина, 5 подъездов"),
    ],
)
def test_a_number_that_is_no_house_is_left_out(text: str) -> None:
    place = GAZETTEER.find(f"Луговое, {text}")
    assert place.street is not None
    assert (place.street.code, place.house) == ("lug Ленина", "")


@pytest.mark.parametrize(
    "text",
    [
        *("Автобус маршрут 5 не ходит", "В 2023 году обещали", "Поздравляем с 8 марта"),
        *("нет мира и покоя", "памятник Ленина упал", "площадь Ленина не убрана"),
        *("на зелёной лужайке", "дети на Лесной поляне", "Ленина 5 лет не вспоминали"),
    ],
)
def test_words_that_are_no_street_are_left_alone(text: str) -> None:
    assert GAZETTEER.find(f"Луговое. {text}").street is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("в чоохчыле нет воды", "choox"), ("В ЛУГОВОМ НЕТ ВОДЫ", "lug"), ("с Луговое", "lug")),
        *(("с.Луговое,темно", "lug"), ("В с. Лyгoвoe темно", "lug"), ("Лугвое, темно", "lug")),
        *(("нижней долне темно", "dolna"), ("Н.Долна без воды", "dolna")),
        *(("аал Чоохчыл темно", "choox"), ("В Чоохчыле темно", "choox")),
    ],
)
def test_a_settlement_is_found_however_it_is_typed(text: str, code: str) -> None:
    guess = GAZETTEER.find(text).settlement
    assert guess is not None
    assert guess.code == code


def test_a_landmark_beside_a_street_is_kept_as_words() -> None:
    place = GAZETTEER.find("В Луговом на Советской у школы яма")
    assert place.street is not None
    assert (place.street.code, place.house, place.landmark) == ("lug Советская", "", "у школы")


def test_a_street_that_may_be_a_lane_as_well_asks() -> None:
    assert set(GAZETTEER.find("Луговое, Лесной 5").candidates) == {"lug Лесная", "lug Лесной"}
