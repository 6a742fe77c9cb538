"""Reads a text once and tells everything the centre asks of it."""

from functools import cached_property

from otklik.core.text import clean_social
from otklik.understanding.competence import Competence
from otklik.understanding.context import with_context, without_context
from otklik.understanding.flags import Flags
from otklik.understanding.gazetteer import Gazetteer
from otklik.understanding.kind import appeal_of, collective_of, kind_of
from otklik.understanding.personal_data import find_personal_data, mask
from otklik.understanding.reading import Guess, PlaceReading, Span, TopicClassifier
from otklik.understanding.sign_words import SignWords, house_words
from otklik.understanding.tone import Tone
from otklik.understanding.urgency import Urgency

LONGEST_TEXT = 20_000


class Reader:
    """Knows the topics and places of one municipality; keeps nothing of what it reads."""

    def __init__(
        self,
        *,
        topics: TopicClassifier,
        gazetteer: Gazetteer,
        urgency: Urgency | None = None,
        groups: TopicClassifier | None = None,
        recipients: TopicClassifier | None = None,
        words: SignWords | None = None,
    ) -> None:
        """Take what to read by.

        ``groups`` and ``recipients`` only where they were learnt; ``words`` replace those of the
        product for flags and tone.
        """
        self.topics = topics
        self.groups = groups
        self.recipients = recipients
        self.gazetteer = gazetteer
        self.urgency = urgency or Urgency()
        words = words or house_words()
        self.flags, self.tone = Flags(words["flag"]), Tone(words["tone"])
        self.competence = Competence(words["competence"])

    def read(
        self, text: str, *, settlement_name: str = "", street_name: str = "", house: str = ""
    ) -> "Reading":
        """Return what the text says; columns of a file about the place win over the text.

        Spans of personal data are places in ``text`` as given, all of it; the rest is read in
        its first 20,000 letters, so that a text of a megabyte costs no more than a second.
        """
        return Reading(self, text, (settlement_name, street_name, house))


class Reading:
    """Everything a reader sees in a text; ``alternatives`` are topics after the first one.

    Each part is read when it is first asked for: a file that names the topic of every row
    spares the search for it.
    """

    def __init__(self, reader: Reader, text: str, named_place: tuple[str, str, str]) -> None:
        """Take the text and the place (settlement, street, house) the file names."""
        self._reader, self._text, self._named_place = reader, text, named_place

    @cached_property
    def _clean(self) -> str:
        return clean_social(self._text[:LONGEST_TEXT])

    @cached_property
    def _masked(self) -> str:
        """The words a guess may name as its reason: whoever reads it, no name is among them."""
        start = self._text[:LONGEST_TEXT]
        return clean_social(mask(start, find_personal_data(start)))

    @cached_property
    def _topics(self) -> list[Guess]:
        return self._reader.topics.propose(self._masked)

    @property
    def topic(self) -> Guess | None:
        """The likeliest topic."""
        return self._topics[0] if self._topics else None

    @property
    def alternatives(self) -> tuple[Guess, ...]:
        """The next likeliest topics."""
        return tuple(self._topics[1:])

    @cached_property
    def group(self) -> Guess | None:
        """The likeliest group of topics, surer than one topic of it; only where learnt."""
        groups = self._reader.groups
        return next(iter(groups.propose(self._masked, limit=1)), None) if groups else None

    def recipient(self, *codes: str) -> Guess | None:
        """Who such messages went to, given the codes of topic and place; only where learnt."""
        recipients = self._reader.recipients
        if recipients is None:
            return None
        found = recipients.propose(with_context(self._masked, codes), limit=1)
        return without_context(found[0]) if found else None

    @cached_property
    def place(self) -> PlaceReading:
        """The settlement, street and house."""
        settlement, street, house = self._named_place
        return self._reader.gazetteer.find(
            self._clean, settlement_name=settlement, street_name=street, house=house
        )

    @cached_property
    def personal_data(self) -> tuple[Span, ...]:
        """The stretches of personal data, in order."""
        return find_personal_data(self._text)

    @cached_property
    def urgency(self) -> Guess | None:
        """How surely the text cannot wait."""
        return self._reader.urgency.read(self._clean)

    @cached_property
    def kind(self) -> Guess | None:
        """What the author wants: complaint, proposal, application, question or thanks."""
        return kind_of(self._clean)

    @cached_property
    def flags(self) -> tuple[Guess, ...]:
        """The red flags, the gravest first."""
        return self._reader.flags.read(self._clean)

    @cached_property
    def tone(self) -> Guess:
        """Thanks, a plain message, displeasure, or insult."""
        return self._reader.tone.read(self._clean)

    @cached_property
    def competence(self) -> Guess | None:
        """Whose competence the text itself speaks for."""
        return self._reader.competence.read(self._clean)

    @cached_property
    def appeal(self) -> Guess | None:
        """How much the text looks like an appeal under 59-FZ."""
        return appeal_of(self._text[:LONGEST_TEXT], self._first_personal_data)

    @cached_property
    def collective(self) -> Guess | None:
        """How much the text speaks for several authors."""
        return collective_of(self._text[:LONGEST_TEXT], self._first_personal_data)

    @property
    def _first_personal_data(self) -> list[Span]:
        return [span for span in self.personal_data if span.end <= LONGEST_TEXT]
