"""The reader of texts, fed with the topics and places of the registry, and with what was learnt."""

from collections.abc import Mapping
from datetime import date

from otklik.intake.classifiers import AtWork, at_work
from otklik.registry.catalogue import Catalogue
from otklik.registry.models.trained import Aspect
from otklik.understanding import (
    Gazetteer,
    KeywordTopicClassifier,
    PlaceEntry,
    Reader,
    TopicClassifier,
    TopicEntry,
)
from otklik.understanding.learned.proposing import LearnedTopics

# A municipality that asks for more than this wants every case sorted by a person.
ALWAYS = 100


def reader_of(catalogue: Catalogue, on: date) -> Reader:
    """Return a reader that knows the topics and places of the municipality on the day ``on``.

    Topics come from what was learnt of the centre's own history; before there is any, from
    names and synonyms.
    """
    learnt = at_work(catalogue.municipality)
    by_words = KeywordTopicClassifier(topic_entries(catalogue, on))
    topics = _learnt_topics(catalogue, on, learnt, Aspect.TOPIC, by_words)
    return Reader(
        topics=topics or by_words,
        groups=_learnt_topics(catalogue, on, learnt, Aspect.GROUP),
        recipients=_learnt_recipients(catalogue, learnt),
        gazetteer=gazetteer_of(catalogue, on),
    )


def topic_entries(catalogue: Catalogue, on: date) -> list[TopicEntry]:
    """Return the topics in use as a classifier needs them."""
    return [
        TopicEntry(
            code=topic.code,
            name=topic.name,
            group_name=topic.parent.name if topic.parent else "",
            synonyms=tuple(part.strip() for part in topic.synonyms.split(";") if part.strip()),
        )
        for topic in catalogue.topics_in_use(on)
    ]


def gazetteer_of(catalogue: Catalogue, on: date) -> Gazetteer:
    """Return the gazetteer of the places there are on the day ``on``."""
    return Gazetteer(
        PlaceEntry(
            code=place.code,
            name=name,
            kind=place.kind,
            type_label=place.type_label,
            parent_code=catalogue.parent_code(place),
            council_code="",
            lat=place.lat,
            lon=place.lon,
        )
        for name, place in catalogue.places(on)
    )


def _learnt_topics(
    catalogue: Catalogue,
    on: date,
    learnt: Mapping[str, AtWork],
    aspect: Aspect,
    words: TopicClassifier | None = None,
) -> LearnedTopics | None:
    known = learnt.get(aspect)
    if known is None:
        return None
    labels = known.classifier.labels
    codes = {label: catalogue.code_in_use(label, on) for label in labels}
    return LearnedTopics(
        known.classifier,
        {label: code for label, code in codes.items() if code is not None},
        precision_of(catalogue.municipality.takeover_percent),
        words,
    )


def _learnt_recipients(catalogue: Catalogue, learnt: Mapping[str, AtWork]) -> LearnedTopics | None:
    known = learnt.get(Aspect.RECIPIENT)
    if known is None:
        return None
    labels = known.classifier.labels
    codes = {label: label for label in labels if catalogue.recipient_with_code(label)}
    precision = precision_of(catalogue.municipality.takeover_percent)
    return LearnedTopics(known.classifier, codes, precision)


def precision_of(percent: int) -> float | None:
    """Return the share of right answers a municipality asks for, ``None`` for never."""
    return None if percent >= ALWAYS else percent / 100
