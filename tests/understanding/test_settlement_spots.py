"""Settlements in texts of a place whose names nobody listed."""

import pytest

from otklik.understanding.settlement_spots import spot_settlements
from otklik.understanding.tokens import tokens_of


def spotted(text: str) -> list[str]:
    return spot_settlements(tokens_of(text), text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Живу в с. Верх-Таштып, воды нет", ["Верх-Таштып"]),
        ("из деревни Малая Сея идёт дым", ["Малая Сея"]),
        ("пос. Новый, клуб закрыт", ["Новый"]),
        ("В Курске не ходят автобусы", ["Курске"]),
        ("дорога д. Анчул - Матур разбита", ["Анчул", "Матур"]),
    ],
)
def test_it_works(text: str, names: list[str]) -> None:
    assert spotted(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "с Ивановым говорили вчера",
        "в центре города. Спасибо",
        "Россия большая",
        "река Волга обмелела",
        "ТСН Курск не убирает снег",
        "Таштыпский район",
        "1) п 2) с 3) д",
    ],
)
def test_other_words_are_no_settlements(text: str) -> None:
    assert spotted(text) == []
