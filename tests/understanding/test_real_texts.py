"""Real texts (outside the repository): the reader keeps what it once reached on them."""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pytest

from otklik.core.text import stem, words
from otklik.understanding import Gazetteer, KeywordTopicClassifier, PlaceEntry, TopicEntry
from otklik.understanding.streets import spot_streets
from otklik.understanding.tokens import tokens_of

FOLDER = os.environ.get("OTKLIK_REAL_DATA", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="OTKLIK_REAL_DATA is not set: no real texts to read"
)
# Groups of Incident Management in the words of the two regions' portals; the rest is unequal.
TOPIC_OF_GROUP = {
    **dict.fromkeys(("01", "14", "08", "23"), ""),
    **dict.fromkeys(("02", "05", "22"), "ЖКХ и благоустройство"),
    **dict.fromkeys(("03", "12", "19"), "Госуслуги и управление"),
    **dict.fromkeys(("06", "15"), "Строительство и земля"),
    **dict.fromkeys(("07", "09", "17", "18"), "Культура и спорт"),
    **dict.fromkeys(("10", "20"), "Экология и отходы"),
    **dict.fromkeys(("16", "21"), "Торговля, бизнес, труд"),
    "04": "Дороги",
    "11": "Общественный транспорт",
    "13": "Связь",
    "24": "Здравоохранение",
    "25": "Образование",
    "26": "Социальная защита",
}
STREET_LIGHTS = "im-04-15"


def folded(text: str) -> str:
    """Return the stems of a name, so that its case forms are alike."""
    return " ".join(stem(word) for word in words(text))


def f1(pairs: Iterable[tuple[set[str], set[str]]]) -> float:
    """Return F1 over pairs of found and true names."""
    count: Counter[str] = Counter()
    for found, true in pairs:
        count.update({"hit": len(found & true), "all": len(found) + len(true)})
    return 2 * count["hit"] / count["all"]


@pytest.fixture(scope="module")
def messages() -> list[dict[str, object]]:
    loaded: list[dict[str, object]] = json.loads(Path(FOLDER, "places_dev.json").read_text("utf-8"))
    return loaded


def true_names(message: dict[str, object], kind: str) -> set[str]:
    return {folded(name) for what, name in message["gold"] if what == kind}  # type: ignore[attr-defined]


def test_streets_and_houses_are_spotted(messages: list[dict[str, object]]) -> None:
    streets, houses = [], []
    for message in messages:
        text = str(message["text"])
        spots = spot_streets(tokens_of(text), text)
        streets.append(({folded(spot.words) for spot in spots}, true_names(message, "s")))
        houses.append(({folded(s.house) for s in spots if s.house}, true_names(message, "h")))
    assert f1(streets) >= 0.9
    assert f1(houses) >= 0.88


def test_the_settlement_of_a_message_is_found(messages: list[dict[str, object]]) -> None:
    names = {name for message in messages for name in true_names(message, "t")}
    written = {
        folded(name): name
        for message in messages
        for kind, name in message["gold"]  # type: ignore[attr-defined]
        if kind == "t"
    }
    gazetteer = Gazetteer(PlaceEntry(code, written[code], "settlement", "г") for code in names)
    right = false = 0
    for message in messages:
        guess = gazetteer.find(str(message["text"])).settlement
        true = true_names(message, "t")
        right += guess is not None and guess.code in true
        false += guess is not None and not true
    assert right >= 0.9 * sum(bool(true_names(message, "t")) for message in messages)
    assert false <= 2


@pytest.mark.parametrize(("region", "share"), [("kursk", 0.68), ("ryazan", 0.66)])
def test_names_and_synonyms_find_most_groups(region: str, share: float) -> None:
    path = files("otklik.registry") / "data" / "base" / "topics.csv"
    topics = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    names = {row["code"]: row["name"] for row in topics}
    classifier = KeywordTopicClassifier(
        TopicEntry(r["code"], r["name"], names[r["parent"]], tuple(r["synonyms"].split(";")))
        for r in topics
        if r["classifier"] == "im" and r["parent"]
    )
    with Path(FOLDER, f"{region}_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["topic11"]]
    right = 0
    for row in rows:
        for guess in classifier.propose(row["text"], limit=1):
            lights = guess.code == STREET_LIGHTS
            group = TOPIC_OF_GROUP["02" if lights else guess.code[3:5]]
            right += group == row["topic11"]
    assert right / len(rows) >= share
