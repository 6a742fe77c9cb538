"""The machine learns from what people and files sorted, and takes over only if it does better."""

from datetime import timedelta
from pathlib import Path

import pytest

from otklik.cases import log
from otklik.cases.models import Event
from otklik.intake.classifiers import at_work
from otklik.intake.reader import reader_of
from otklik.learning import deeds
from otklik.learning.lessons import lessons_of
from otklik.learning.study import Outcome, study
from otklik.learning.trial import tried
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import Topic, TopicEdition, TopicMapping, TrainedClassifier
from otklik.registry.models.trained import Aspect
from otklik.understanding import Guess, Reader
from tests.district import NOW, TODAY, District
from tests.learning.history import teach

pytestmark = pytest.mark.django_db
LAMP = "Во дворе третью неделю не светят фонари, дети идут в темноте"


def learnt(district: District) -> dict[Aspect, Outcome]:
    return {one.aspect: one for one in study(district.municipality, at=NOW, person=None)}


def reader(district: District) -> Reader:
    return reader_of(Catalogue(district.municipality), TODAY)


def test_it_works(district: District) -> None:
    topics = teach(district)
    before = reader(district).read(LAMP).topic
    assert before is None or before.code != topics["Освещение"].code
    outcome = learnt(district)[Aspect.TOPIC]
    assert outcome.has_taken_over
    assert outcome.own is not None
    assert outcome.before is not None
    assert outcome.own.figures.accuracy > outcome.before.figures.accuracy
    guess = reader(district).read(LAMP).topic
    assert guess is not None
    assert guess.code == topics["Освещение"].code
    assert "фонари" in guess.reasons[0].params["words"]


def test_the_groups_are_learnt_too(district: District) -> None:
    topics = teach(district)
    assert learnt(district)[Aspect.GROUP].has_taken_over
    group = reader(district).read(LAMP).group
    assert group is not None
    assert topics["Освещение"].parent is not None
    assert group.code == topics["Освещение"].parent.code


def test_what_the_machine_sorted_by_itself_teaches_nothing(district: District) -> None:
    teach(district, by="machine")
    outcome = learnt(district)[Aspect.TOPIC]
    assert outcome.lessons == 0
    assert outcome.refusal is not None
    assert outcome.refusal.code == "too_few_lessons"
    assert not TrainedClassifier.objects.exists()


def test_no_text_is_both_learnt_from_and_tried_on(district: District) -> None:
    teach(district)
    lessons = lessons_of(Catalogue(district.municipality), TODAY)[Aspect.TOPIC]
    assert lessons.trial_texts
    assert not set(lessons.texts) & set(lessons.trial_texts)


def test_what_is_not_better_does_not_take_over(district: District) -> None:
    teach(district)
    first = learnt(district)[Aspect.TOPIC].row
    again = study(district.municipality, at=NOW + timedelta(days=1), person=None)
    second = next(one for one in again if one.aspect == Aspect.TOPIC)
    assert second.row is not None
    assert not second.has_taken_over
    assert at_work(district.municipality)[Aspect.TOPIC].row == first


def test_an_older_classifier_is_put_back_and_the_log_tells_it(district: District) -> None:
    teach(district)
    first = learnt(district)[Aspect.TOPIC].row
    study(district.municipality, at=NOW + timedelta(days=1), person=None)
    second = TrainedClassifier.objects.filter(aspect=Aspect.TOPIC).order_by("pk").last()
    assert first is not None
    assert second is not None
    person = district.people["curator"]
    deeds.take_over(second, person=person, at=NOW)
    assert at_work(district.municipality)[Aspect.TOPIC].row == second
    deeds.take_over(first, person=person, at=NOW)
    assert at_work(district.municipality)[Aspect.TOPIC].row == first
    told = Event.objects.filter(name="machine.taken_over", person=person)
    assert [event.details["classifier"] for event in told] == [second.folder, first.folder]
    assert list(log.flaws(district.municipality)) == []


def test_the_words_of_the_registry_can_sort_again(district: District) -> None:
    teach(district)
    learnt(district)
    person = district.people["curator"]
    deeds.sort_by_words(district.municipality, Aspect.TOPIC, person=person, at=NOW)
    assert Aspect.TOPIC not in at_work(district.municipality)
    assert Aspect.GROUP in at_work(district.municipality)


@pytest.mark.parametrize("harm", ["gone", "cut", "other"])
def test_a_classifier_whose_file_is_spoilt_leaves_sorting_to_the_words(
    district: District, classifiers_folder: Path, harm: str
) -> None:
    teach(district)
    row = learnt(district)[Aspect.TOPIC].row
    assert row is not None
    folder = classifiers_folder / row.folder
    file = folder / "classifier.skops"
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:1000] if harm == "cut" else b"PK\x03\x04 nothing")
    assert Aspect.TOPIC not in at_work(district.municipality)
    guess = reader(district).read("Не убирают снег, сугробы").topic
    assert guess is not None
    assert guess.code == district.snow.code


def test_topics_of_an_ended_edition_are_mapped_or_left_out(district: District) -> None:
    topics = teach(district)
    learnt(district)
    old = district.snow.edition
    old.valid_until = TODAY
    old.save()
    new = TopicEdition.objects.create(classifier="im", edition="2027", valid_from=TODAY)
    group = Topic.objects.create(edition=new, code="new-1", name="Свет")
    lamps = Topic.objects.create(edition=new, code="new-1-1", name="Свет на улицах", parent=group)
    TopicMapping.objects.create(from_topic=topics["Освещение"], to_topic=lamps)
    found = reader(district).topics.propose(LAMP, limit=3)
    assert [guess.code for guess in found] == ["new-1-1"]


def test_at_a_hundred_percent_the_machine_is_never_sure(district: District) -> None:
    teach(district)
    learnt(district)
    lamp = reader(district).read(LAMP).topic
    assert lamp is not None
    assert lamp.is_sure
    district.municipality.takeover_percent = 100
    district.municipality.save()
    lamp = reader(district).read(LAMP).topic
    assert lamp is not None
    assert not lamp.is_sure


def test_names_and_numbers_of_people_are_not_learnt(district: District) -> None:
    teach(district)
    for case in district.municipality.cases.all()[:40]:
        case.text += " Звонить Кукушкиной Вере Ильиничне, 8 913 555-35-35"
        case.save()
    row = learnt(district)[Aspect.TOPIC].row
    assert row is not None
    signs = " ".join(at_work(district.municipality)[Aspect.TOPIC].classifier.vocabulary.signs)
    assert "кукушкин" not in signs
    assert "555" not in signs


def test_recipients_are_learnt_with_topic_and_place_at_hand(district: District) -> None:
    teach(district)
    bodies = (district.council, district.school)
    for number, case in enumerate(district.municipality.cases.order_by("pk")):
        # The words are the same: only the place tells who answers.
        case.settlement = district.settlement if number % 2 else None
        case.recipient = bodies[number % 2]
        case.decisions["recipient"] = {"by": "person", "code": case.recipient.code}
        case.save()
    assert learnt(district)[Aspect.RECIPIENT].has_taken_over
    reading = reader(district).read(LAMP)
    codes = Catalogue(district.municipality).context_codes(None, district.settlement.pk)
    found = reading.recipient(*codes)
    assert found is not None
    assert found.code == district.school.code
    assert all("ъ" not in reason.params["words"] for reason in found.reasons)


def test_one_municipality_learns_nothing_from_another(district: District) -> None:
    other_teaching = build_other(district)
    assert learnt(other_teaching)[Aspect.TOPIC].lessons > 0
    assert learnt(district)[Aspect.TOPIC].lessons == 0
    assert at_work(district.municipality) == {}


def build_other(district: District) -> District:
    from_here = type(district)(**vars(district))
    from_here.municipality = type(district.municipality).objects.create(
        code="zarechny", name="Заречный район", time_zone=district.municipality.time_zone
    )
    teach(from_here)
    return from_here


class Silent:
    """Never answers."""

    def propose(self, text: str, *, limit: int = 3) -> list[Guess]:
        return []


def test_who_never_answers_is_never_right() -> None:
    trial = tried(Silent(), ["а", "б"], ["x", "y"])
    assert (trial.figures.accuracy, trial.taken, trial.taken_right) == (0, 0, None)
