"""Train on a municipality's history, try against what sorts now, and take over only if better."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from otklik.core.reasons import Reason
from otklik.intake.classifiers import folder_of
from otklik.intake.reader import precision_of, reader_of, topic_entries
from otklik.learning.deeds import take_over
from otklik.learning.lessons import Lessons, lessons_of
from otklik.learning.trial import Trial, is_better, tried
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import Municipality, Person, TopicEdition, TrainedClassifier
from otklik.registry.models.topics import Classifier
from otklik.registry.models.trained import Aspect
from otklik.understanding import Guess, KeywordTopicClassifier, Reader, TopicClassifier
from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.keeping import make_card, save
from otklik.understanding.learned.proposing import LearnedTopics
from otklik.understanding.learned.training import CannotLearn, train

# With fewer labelled messages a classifier knows the day's weather, not the district.
FEWEST_LESSONS = 100
FEWEST_TRIALS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of learning one aspect: a classifier and whether it took over, or why none.

    ``own`` and ``before`` are the trials of the new one and of what sorted until now.
    """

    aspect: Aspect
    lessons: int
    row: TrainedClassifier | None = None
    has_taken_over: bool = False
    own: Trial | None = None
    before: Trial | None = None
    refusal: Reason | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain data for the run and for the command."""
        return {
            "lessons": self.lessons,
            "classifier": self.row.pk if self.row else None,
            "has_taken_over": self.has_taken_over,
            "own": self.own.as_json() if self.own else None,
            "before": self.before.as_json() if self.before else None,
            "refusal": self.refusal.as_json() if self.refusal else None,
        }


def study(municipality: Municipality, *, at: datetime, person: Person | None) -> list[Outcome]:
    """Learn every aspect of the municipality's history and return what came of each.

    Takes from seconds to a minute or two; only the last step, taking over, is a transaction.
    """
    today = municipality.local(at).date()
    catalogue = Catalogue(municipality)
    reader = reader_of(catalogue, today)
    words = KeywordTopicClassifier(topic_entries(catalogue, today))
    ground = _Ground(catalogue, reader, words, at, person)
    lessons = lessons_of(catalogue, today)
    return [ground.learn(aspect, found) for aspect, found in lessons.items()]


@dataclass(frozen=True)
class _Ground:
    catalogue: Catalogue
    reader: Reader
    words: KeywordTopicClassifier
    at: datetime
    person: Person | None

    def learn(self, aspect: Aspect, lessons: Lessons) -> Outcome:
        if len(lessons) < FEWEST_LESSONS or len(lessons.trial_texts) < FEWEST_TRIALS:
            words = {"count": str(len(lessons)), "fewest": str(FEWEST_LESSONS)}
            refusal = Reason("too_few_lessons", words)
            return Outcome(aspect, len(lessons), refusal=refusal)
        today = self.catalogue.municipality.local(self.at).date()
        topics = topic_entries(self.catalogue, today)
        try:
            classifier = train(lessons.texts, lessons.labels, topics=topics)
        except CannotLearn as error:
            return Outcome(aspect, len(lessons), refusal=error.reason)
        own = tried(self._at_work(classifier, aspect), lessons.trial_texts, lessons.trial_labels)
        before = tried(self._until_now(aspect), lessons.trial_texts, lessons.trial_labels)
        row = self._kept(classifier, aspect, lessons, own, before)
        has_won = is_better(own, before)
        if has_won:
            take_over(row, person=self.person, at=self.at)
        return Outcome(aspect, len(lessons), row, has_won, own, before)

    def _at_work(self, classifier: LearnedClassifier, aspect: Aspect) -> TopicClassifier:
        """Return the new classifier as it would sort."""
        precision = precision_of(self.catalogue.municipality.takeover_percent)
        codes = {label: label for label in classifier.labels}
        words = self.words if aspect == Aspect.TOPIC else None
        return LearnedTopics(classifier, codes, precision, words)

    def _until_now(self, aspect: Aspect) -> TopicClassifier | None:
        sorting = {
            Aspect.TOPIC: self.reader.topics,
            Aspect.GROUP: self.reader.groups or _GroupsOfTopics(self.reader.topics, self.catalogue),
            Aspect.RECIPIENT: self.reader.recipients,
        }
        return sorting[aspect]

    def _kept(
        self,
        classifier: LearnedClassifier,
        aspect: Aspect,
        lessons: Lessons,
        own: Trial,
        before: Trial,
    ) -> TrainedClassifier:
        municipality = self.catalogue.municipality
        edition = "" if aspect == Aspect.RECIPIENT else _editions()
        card = make_card(
            lessons.texts,
            lessons.labels,
            codes_edition=edition,
            scores=own.figures.as_json(),
            made_at=self.at,
        )
        name = f"{municipality.code}-{aspect}-{self.at:%Y%m%d-%H%M%S}-{card.data_digest[:12]}"
        save(classifier, card, folder_of(name))
        return TrainedClassifier.objects.create(
            municipality=municipality,
            aspect=aspect,
            folder=name,
            codes_edition=edition,
            card=asdict(card),
            scores={"own": own.as_json(), "before": before.as_json()},
            made_at=self.at,
            made_by=self.person,
        )


@dataclass(frozen=True)
class _GroupsOfTopics:
    """Proposes the groups of proposed topics: all there is before groups are learnt."""

    topics: TopicClassifier
    catalogue: Catalogue

    def propose(self, text: str, *, limit: int = 3) -> list[Guess]:
        found: dict[str, Guess] = {}
        for guess in self.topics.propose(text, limit=limit):
            topic = self.catalogue.topic(Classifier.IM, guess.code)
            if topic is not None and topic.parent is not None:
                found.setdefault(topic.parent.code, replace(guess, code=topic.parent.code))
        return list(found.values())


def _editions() -> str:
    """Return the editions of the topics, those that end included: the card tells what there was."""
    rows = TopicEdition.objects.filter(classifier=Classifier.IM).order_by("edition")
    return ", ".join(str(row.edition) for row in rows)[:100]
