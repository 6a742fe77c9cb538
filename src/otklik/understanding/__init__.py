"""Text → topic, place, personal data, urgency, each with a confidence and a reason. Pure."""

from otklik.understanding.coordinates import coordinates_in
from otklik.understanding.gazetteer import Gazetteer
from otklik.understanding.personal_data import find_personal_data, mask
from otklik.understanding.reader import Reader, Reading
from otklik.understanding.reading import (
    Guess,
    PlaceEntry,
    PlaceReading,
    Span,
    TopicClassifier,
    TopicEntry,
)
from otklik.understanding.topics import KeywordTopicClassifier
from otklik.understanding.urgency import Urgency

__all__ = [
    "Gazetteer",
    "Guess",
    "KeywordTopicClassifier",
    "PlaceEntry",
    "PlaceReading",
    "Reader",
    "Reading",
    "Span",
    "TopicClassifier",
    "TopicEntry",
    "Urgency",
    "coordinates_in",
    "find_personal_data",
    "mask",
]
