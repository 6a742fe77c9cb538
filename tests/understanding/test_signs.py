"""Danger and wishes are told by words and phrases, and not by those that are denied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding import Urgency
from otklik.understanding.kind import kind_of
from otklik.understanding.signs import Signs

URGENCY = Urgency()


@pytest.mark.parametrize(
    "text",
    [
        "Горит трава за огородом",
        "ДОМ ГОРИТ!",
        "Пахнет газом в подъезде",
        "Столб бьёт током",
        "Ребёнок провалился в люк",
        "Собака напала на девочку",
        "Он хочет покончить с собой",
        "Стена может рухнуть",
    ],
)
def test_danger_is_heard(text: str) -> None:
    guess = URGENCY.read(text)
    assert guess is not None
    assert guess.confidence >= 0.5
    assert guess.reasons[0].code == "urgent_words"


@pytest.mark.parametrize(
    "text",
    [
        "Не горит фонарь",
        "Пожара нет, угрозы нет",
        "Нет угрозы жизни",
        "Пожарная безопасность в школе",
        "Клуб «Искра» закрыт",
        "Спасибо",
        "",
    ],
)
def test_what_is_denied_or_calm_is_no_danger(text: str) -> None:
    assert URGENCY.read(text) is None


def test_two_signs_are_surer_than_one() -> None:
    one, two = URGENCY.read("Пожар"), URGENCY.read("Пожар, срочно")
    assert one is not None
    assert two is not None
    assert one.confidence < two.confidence < 1


def test_a_municipality_may_bring_its_own_words() -> None:
    guess = Urgency({"паром застрял": 0.9}).read("Застрял наш паром")
    assert guess is not None
    assert guess.confidence == 0.9
    assert guess.reasons[0].params["words"] == "застрял наш паром".replace("наш ", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Прошу починить мост, заранее спасибо", "application"),
        ("Спасибо за ремонт дороги!", "gratitude"),
        ("Предлагаю поставить скамейку", "proposal"),
        ("Было бы хорошо сделать тротуар", "proposal"),
        ("Безобразие, никто не чистит снег", "complaint"),
        ("Когда будет автобус?", "question"),
        ("Автобус был?", "question"),
    ],
)
def test_the_kind_of_a_text_is_told_by_its_words(text: str, kind: str) -> None:
    guess = kind_of(text)
    assert guess is not None
    assert guess.code == kind
    assert 0 < guess.confidence <= 0.8
    assert guess.reasons


@pytest.mark.parametrize("text", ["Не горит фонарь", "Заранее спасибо", ""])
def test_a_plain_report_has_no_kind(text: str) -> None:
    assert kind_of(text) is None


def test_words_of_a_phrase_count_once() -> None:
    signs = Signs({"большое спасибо": 1.0, "спасибо": 0.4})
    assert [sign.weight for sign in signs.find("Большое вам спасибо")] == [1.0]


@given(st.text(max_size=200))
def test_no_text_breaks_the_signs(text: str) -> None:
    guess = URGENCY.read(text)
    assert guess is None or 0 < guess.confidence <= 1
    kind_of(text)
