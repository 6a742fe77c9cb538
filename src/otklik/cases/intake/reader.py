"""The reader of texts, fed with the topics and places of the registry."""

from otklik.registry.catalogue import Catalogue
from otklik.understanding import (
    Gazetteer,
    KeywordTopicClassifier,
    PlaceEntry,
    Reader,
    TopicEntry,
)


def reader_of(catalogue: Catalogue) -> Reader:
    """Return a reader that knows the topics and places of the municipality."""
    topics = [
        TopicEntry(
            code=topic.code,
            name=topic.name,
            group_name=topic.parent.name if topic.parent else "",
            synonyms=tuple(part.strip() for part in topic.synonyms.split(";") if part.strip()),
        )
        for topic in catalogue.topics_in_use()
    ]
    places = [
        PlaceEntry(
            code=place.code,
            name=place.name,
            kind=place.kind,
            type_label=place.type_label,
            parent_code=catalogue.parent_code(place),
            council_code="",
        )
        for place in catalogue.places()
    ]
    return Reader(topics=KeywordTopicClassifier(topics), gazetteer=Gazetteer(places))
