"""Reads a text once and tells everything the centre asks of it."""

from otklik.core.text import clean_social
from otklik.understanding.gazetteer import Gazetteer
from otklik.understanding.kind import kind_of
from otklik.understanding.personal_data import find_personal_data
from otklik.understanding.reading import Reading, TopicClassifier
from otklik.understanding.urgency import Urgency

LONGEST_TEXT = 20_000


class Reader:
    """Knows the topics and places of one municipality; keeps nothing of what it reads."""

    def __init__(
        self, *, topics: TopicClassifier, gazetteer: Gazetteer, urgency: Urgency | None = None
    ) -> None:
        """Take what to read by."""
        self._topics = topics
        self._gazetteer = gazetteer
        self._urgency = urgency or Urgency()

    def read(
        self, text: str, *, settlement_name: str = "", street_name: str = "", house: str = ""
    ) -> Reading:
        """Return what the text says; columns of a file about the place win over the text.

        Spans of personal data are places in ``text`` as given, all of it; the rest is read in
        its first 20,000 letters, so that a text of a megabyte costs no more than a second.
        """
        clean = clean_social(text[:LONGEST_TEXT])
        topics = self._topics.propose(clean)
        return Reading(
            topic=topics[0] if topics else None,
            alternatives=tuple(topics[1:]),
            place=self._gazetteer.find(
                clean, settlement_name=settlement_name, street_name=street_name, house=house
            ),
            personal_data=find_personal_data(text),
            urgency=self._urgency.read(clean),
            kind=kind_of(clean),
        )
