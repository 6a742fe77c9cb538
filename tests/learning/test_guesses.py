"""What the machine thought is kept beside what people said, and the page counts it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.cases.models import Case, TopicGuess
from otklik.cases.operations.classify import classify
from otklik.intake.operations.register_by_hand import Sheet, register_by_hand
from otklik.learning import figures
from otklik.learning.study import study
from tests.district import NOW, District
from tests.learning.history import teach

pytestmark = pytest.mark.django_db
LAMP = "Во дворе третью неделю не светят фонари, дети идут в темноте"
SHEET = Sheet(channel="phone", received_at=NOW - timedelta(hours=1), text=LAMP)


def registered(district: District, text: str = LAMP) -> Case:
    return register_by_hand(
        municipality=district.municipality,
        sheet=replace(SHEET, text=text),
        grants=district.grants("curator"),
        at=NOW,
    )


def test_it_works(district: District) -> None:
    topics = teach(district)
    study(district.municipality, at=NOW, person=None)
    case = registered(district)
    guess = TopicGuess.objects.get(case=case)
    assert (guess.topic, guess.is_taken) == (topics["Освещение"], True)
    assert case.topic == topics["Освещение"]
    classify(case=case, grants=district.grants("curator"), at=NOW, topic=district.snow)
    guess.refresh_from_db()
    assert guess.right_topic == district.snow
    months = figures.by_month(district.municipality, NOW - timedelta(days=366))
    assert [(m.guessed, m.taken, m.judged, m.right, m.taken_wrong) for m in months] == [
        (1, 1, 1, 0, 1)
    ]
    pairs = figures.confusions(district.municipality, NOW - timedelta(days=366))
    assert [(p.guessed, p.right, p.count) for p in pairs] == [
        (topics["Освещение"], district.snow, 1)
    ]
    assert [one.case for one in figures.corrections(district.municipality, Case.objects.all())] == [
        case
    ]


def test_a_topic_found_right_counts_as_right(district: District) -> None:
    topics = teach(district)
    study(district.municipality, at=NOW, person=None)
    case = registered(district)
    classify(case=case, grants=district.grants("curator"), at=NOW, topic=topics["Освещение"])
    month = figures.by_month(district.municipality, NOW - timedelta(days=366))[0]
    assert (month.judged, month.right, month.share_taken_wrong) == (1, 1, 0.0)
    assert figures.corrections(district.municipality, Case.objects.all()) == []


def test_where_it_is_not_sure_it_proposes_others(district: District) -> None:
    topics = teach(district)
    study(district.municipality, at=NOW, person=None)
    case = registered(district, "Яма, мусор, фонарь и вода: всё сразу")
    decision = case.decisions["topic"]
    assert case.topic is None
    proposed = {decision["code"], *(code for code, _sure in decision["others"])}
    assert proposed <= {topic.code for topic in topics.values()}
    assert len(proposed) == 3
    assert not TopicGuess.objects.get(case=case).is_taken
