"""Topics by words, with honest confidence and the words that spoke."""

import csv
from importlib.resources import files
from time import perf_counter

import pytest

from otklik.understanding import KeywordTopicClassifier, Reader, TopicEntry
from otklik.understanding.gazetteer import Gazetteer

ENTRIES = (
    TopicEntry("dogs", "Отлов безнадзорных собак", "Безопасность", ("стая собак", "бродячие псы")),
    TopicEntry("walk", "Нарушение правил выгула", "Безопасность", ("собака без поводка",)),
    TopicEntry("snow", "Уборка дорог от снега", "Дороги", ("не чистят снег", "сугробы")),
)
CLASSIFIER = KeywordTopicClassifier(ENTRIES)


def test_the_words_of_a_topic_are_found_in_any_form_and_order() -> None:
    guess = CLASSIFIER.propose("Собаки стаями бегают")[0]
    assert guess.code == "dogs"
    assert guess.reasons[0].params["words"] == "собаки, стаями"
    assert CLASSIFIER.propose("Снега по пояс, никто не чистит!")[0].code == "snow"


def test_a_phrase_beats_the_words_of_a_name() -> None:
    assert CLASSIFIER.propose("Сосед водит собаку без поводка")[0].code == "walk"


def test_a_bare_word_is_not_sure() -> None:
    found = CLASSIFIER.propose("собаки")
    assert found
    assert found[0].confidence < 0.5


def test_nothing_said_is_nothing_found() -> None:
    assert CLASSIFIER.propose("Здравствуйте") == []
    assert CLASSIFIER.propose("") == []


def test_confidences_fall_with_the_rank() -> None:
    found = CLASSIFIER.propose("стая собак, собака без поводка, сугробы", limit=3)
    assert [guess.confidence for guess in found] == sorted(
        (guess.confidence for guess in found), reverse=True
    )


def test_the_shipped_topics_find_what_residents_write() -> None:
    path = files("otklik.registry") / "data" / "base" / "topics.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    names = {row["code"]: row["name"] for row in rows}
    classifier = KeywordTopicClassifier(
        TopicEntry(r["code"], r["name"], names[r["parent"]], tuple(r["synonyms"].split(";")))
        for r in rows
        if r["classifier"] == "im" and r["parent"]
    )
    expected = {
        "Не горят фонари на улице": "im-04-15",
        "Стая бродячих собак бегает у школы": "im-01-09",
        "Отключили свет, нет электричества": "im-22-13",
        "Колонка перемёрзла, воды нет": "im-05-01",
        "Когда приедет грейдер, дорога разбита": "im-04-13",
    }
    found = {text: classifier.propose(text, limit=3) for text in expected}
    hits = [text for text, code in expected.items() if code in {g.code for g in found[text]}]
    assert len(hits) == len(expected), set(expected) - set(hits)


def test_the_group_speaks_for_its_topics() -> None:
    entries = (
        TopicEntry("lone", "Клуб", "Культура", ("яма",)),
        TopicEntry("road", "Ремонт", "Дороги", ("яма",)),
        TopicEntry("snow", "Снег", "Дороги", ("дорога",)),
    )
    assert KeywordTopicClassifier(entries).propose("Яма, дорога")[0].code in {"road", "snow"}


@pytest.mark.parametrize(
    "text",
    [
        *("а" * 1_000_000, "в Имеке по Ленина 5 " * 50_000, "😀" * 10_000, "<a " * 300_000),
        *("8 9" * 300_000, "a.b@" * 250_000, "\u202e\u200b" * 100_000, "(" * 500_000),
    ],
    ids=["letters", "words", "emoji", "tags", "digits", "mails", "unseen", "brackets"],
)
def test_a_poisoned_text_costs_seconds_at_most(text: str) -> None:
    reader = Reader(topics=CLASSIFIER, gazetteer=Gazetteer(()))
    started = perf_counter()
    reading = reader.read(text)
    for part in ("topic", "place", "personal_data", "urgency", "kind"):
        getattr(reading, part)
    # A quiet machine needs under one; the bound is for a machine that tests on all cores.
    assert perf_counter() - started < 10


def test_a_reader_tells_everything() -> None:
    reader = Reader(topics=CLASSIFIER, gazetteer=Gazetteer(()))
    reading = reader.read("[id1|Пётр], у нас стая собак! Тел. 89131234567")
    assert reading.topic is not None
    assert reading.topic.code == "dogs"
    assert [span.kind for span in reading.personal_data] == ["profile", "phone"]
    empty = reader.read("")
    assert (empty.topic, empty.personal_data, empty.kind) == (None, (), None)
