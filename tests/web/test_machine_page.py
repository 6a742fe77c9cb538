"""How the machine sorts: who may look, who may let it learn or put an older one back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import TopicGuess
from otklik.learning.models import LearningRun
from otklik.learning.study import study
from otklik.registry.models import TrainedClassifier
from tests.district import District, build_district
from tests.learning.history import classifiers_folder, teach
from tests.web.cases_at_hand import logged_in, make_case

__all__ = ["classifiers_folder"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def district(classifiers_folder: Path) -> District:
    return build_district()


def page_of(district: District, login: str = "curator") -> str:
    return logged_in(district.people[login]).get(reverse("machine")).content.decode()


def test_it_works(district: District) -> None:
    assert "ещё не училась" in page_of(district)
    teach(district)
    study(district.municipality, at=timezone.now(), person=None)
    page = page_of(district)
    assert "ещё не училась" not in page
    assert "распределяет сейчас" in page


@pytest.mark.parametrize(
    ("login", "sees", "teaches"),
    [
        ("curator", True, True),
        ("admin", True, True),
        ("im", True, False),
        ("head", True, False),
        ("observer", True, False),
        ("executor", False, False),
        ("auditor", False, False),
        ("stranger", False, False),
    ],
)
def test_who_may_look_and_who_may_teach(
    district: District, login: str, sees: bool, teaches: bool
) -> None:
    client = logged_in(district.people[login])
    assert (client.get(reverse("machine")).status_code == 200) == sees
    assert (client.post(reverse("machine-learn")).status_code == 302) == teaches
    assert LearningRun.objects.exists() == teaches


def test_learning_is_asked_for_and_followed(district: District) -> None:
    client = logged_in(district.people["curator"])
    client.post(reverse("machine-learn"))
    following = client.get(reverse("machine-run"))
    assert "hx-get" in following.content.decode()
    assert "HX-Refresh" not in following
    LearningRun.objects.update(state="done")
    ended = client.get(reverse("machine-run"))
    assert ended["HX-Refresh"] == "true"


def test_an_older_classifier_is_put_back_by_one_click(district: District) -> None:
    teach(district)
    now = timezone.now()
    study(district.municipality, at=now, person=None)
    study(district.municipality, at=now + timedelta(days=1), person=None)
    old, new = TrainedClassifier.objects.filter(aspect="topic").order_by("pk")
    assert (old.is_active, new.is_active) == (True, False)
    client = logged_in(district.people["curator"])
    client.post(reverse("machine-take-over", args=[new.pk]))
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.is_active, new.is_active) == (False, True)
    client.post(reverse("machine-words", args=["topic"]))
    assert not TrainedClassifier.objects.filter(aspect="topic", is_active=True).exists()


def test_a_classifier_of_another_municipality_is_not_found(district: District) -> None:
    other = build_district("zarechny")
    row = TrainedClassifier.objects.create(
        municipality=other.municipality, aspect="topic", folder="x", made_at=timezone.now()
    )
    client = logged_in(district.people["curator"])
    assert client.post(reverse("machine-take-over", args=[row.pk])).status_code == 404
    assert client.post(reverse("machine-words", args=["nothing"])).status_code == 404


def test_a_classifier_without_its_file_is_not_let_sort(district: District) -> None:
    row = TrainedClassifier.objects.create(
        municipality=district.municipality,
        aspect="topic",
        folder="gone",
        card={"rows": 100},
        scores={"own": {"accuracy": 0.5}, "before": {"accuracy": 0.4}},
        made_at=timezone.now(),
    )
    client = logged_in(district.people["curator"])
    page = client.post(reverse("machine-take-over", args=[row.pk]), follow=True)
    assert "gone" in page.content.decode()
    row.refresh_from_db()
    assert not row.is_active


def test_corrections_are_shown_only_to_who_may_see_the_case(district: District) -> None:
    now = timezone.now()
    case = make_case(district, channel="pos", received_at=now)
    TopicGuess.objects.create(
        case=case,
        municipality=district.municipality,
        received_at=now,
        topic=district.snow,
        percent=70,
        right_topic=district.dogs,
        judged_at=now,
    )
    assert case.number in page_of(district, "curator")
    assert case.number not in page_of(district, "observer")


def test_words_that_spoke_for_the_topic_are_marked_and_nothing_else(district: District) -> None:
    case = make_case(
        district,
        text="<b>Фонарь</b> не горит, ФОНАРЬ! Звонить 8 913 555-35-35",
        decisions={
            "topic": {
                "by": "machine",
                "code": district.snow.code,
                "confidence": 0.9,
                "reasons": [{"code": "words_matched", "params": {"words": "горит, фонарь"}}],
            }
        },
    )
    client = logged_in(district.people["curator"])
    page = client.get(reverse("case-detail", args=[case.number])).content.decode()
    assert "&lt;b&gt;<mark>Фонарь</mark>&lt;/b&gt; не <mark>горит</mark>" in page
    assert "<mark>ФОНАРЬ</mark>! Звонить" in page


def test_one_click_takes_one_of_the_proposed_topics(district: District) -> None:
    case = make_case(
        district,
        state="registered",
        decisions={
            "topic": {
                "by": "machine",
                "code": district.snow.code,
                "confidence": 0.4,
                "reasons": [],
                "others": [[district.dogs.code, 0.3]],
            }
        },
    )
    client = logged_in(district.people["curator"])
    page = client.get(reverse("case-detail", args=[case.number])).content.decode()
    assert "Машина не уверена" in page
    assert f'name="topic" value="{district.dogs.pk}"' in page
    client.post(reverse("case-deed", args=[case.number, "classify"]), {"topic": district.dogs.pk})
    case.refresh_from_db()
    assert case.topic == district.dogs
