"""Coordinates typed in a text are a place as well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding import Gazetteer, PlaceEntry, coordinates_in
from otklik.understanding.coordinates import distance_km

GAZETTEER = Gazetteer(
    (
        PlaceEntry("lug", "Луговое", "settlement", "с", lat=53.1, lon=90.5),
        PlaceEntry("far", "Дальнее", "settlement", "с", lat=53.2, lon=90.5),
        PlaceEntry("nowhere", "Нигдеево", "settlement", "с"),
    )
)


@pytest.mark.parametrize(
    "text",
    [
        *("Яма тут: 53.12345, 90.54321", "53.12345 90.54321", "(53,12345; 90,54321)"),
        *("53.12345° с.ш., 90.54321° в.д.", "N53.12345 E90.54321", "90.54321, 53.12345"),
    ],
)
def test_it_works(text: str) -> None:
    assert coordinates_in(text) == (53.12345, 90.54321)


@pytest.mark.parametrize(
    "text",
    [
        *("", "53.12, 90.54", "вес 53.123 кг", "12.05.2023 90.123", "8 913 000 00 00"),
        *("10.12345, 10.54321", "53.12345", "тариф 53.123 руб, 90.123 руб", "1153.12345, 90.543"),
    ],
)
def test_other_numbers_are_no_coordinates(text: str) -> None:
    assert coordinates_in(text) is None


def test_a_point_in_a_settlement_means_it() -> None:
    place = GAZETTEER.find("Яма: 53.1051, 90.5042")
    assert place.settlement is not None
    assert (place.settlement.code, place.settlement.confidence) == ("lug", 0.6)
    assert place.settlement.reasons[0].code == "near_coordinates"
    assert place.settlement.reasons[0].params == {"km": "1"}
    assert place.candidates == ()


def test_a_point_between_settlements_asks_the_nearest_first() -> None:
    place = GAZETTEER.find("Яма: 53.1400, 90.5000")
    assert place.settlement is not None
    assert place.settlement.confidence < 0.5
    assert place.candidates == ("lug", "far")


def test_a_point_far_from_everything_says_nothing() -> None:
    assert GAZETTEER.find("Яма: 55.7551, 37.6171").settlement is None


def test_a_settlement_in_words_wins_over_coordinates() -> None:
    place = GAZETTEER.find("В Дальнем яма: 53.1051, 90.5042")
    assert place.settlement is not None
    assert place.settlement.code == "far"


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance_km((53.0, 90.0), (54.0, 90.0)) == pytest.approx(111.2, abs=0.1)


@given(st.text(alphabet="0123456789., °NE;с", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    point = coordinates_in(text)
    assert point is None or (41 <= point[0] <= 82 and 19 <= point[1] <= 180)
