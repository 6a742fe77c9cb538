"""Fixtures of the linking room: those of the case file, and calls about snow."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from otklik.cases.models import Case
from otklik.linking.finding import find_new
from tests.cases.conftest import district, phone_call
from tests.district import NOW

__all__ = ["district", "phone_call"]

Call = Callable[..., Case]
DIFFERENT_WORDS = (
    "Не чистят снег на дороге, машины буксуют",
    "Сугробы по пояс, трактора не было с прошлой среды",
    "Когда уберут снег? Скорая не доехала до больного",
    "Снегом завалило всю проезжую часть, ребёнок идёт в школу по колее",
    "Опять снег не вывезен, соседи уже сами лопатами",
)
PLACE = {"settlement": "Луговое", "street": "Ленина"}


def look(days: float = 0) -> None:
    while find_new(at=NOW + timedelta(days=days)):
        pass


@pytest.fixture
def snow_calls(phone_call: Call) -> Callable[..., list[Case]]:
    def call(count: int = 3, day: float = 0, **place: str) -> list[Case]:
        words = DIFFERENT_WORDS[:count]
        made = [
            phone_call(text, NOW + timedelta(days=day, hours=n), **(place or PLACE))
            for n, text in enumerate(words)
        ]
        look(day + 1)
        return made

    return call
