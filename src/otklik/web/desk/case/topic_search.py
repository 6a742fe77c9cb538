"""Finds topics by their names and by what people call them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from otklik.core.text import stem, words
from otklik.registry.models import Topic
from otklik.web.desk.case.registry_choices import question_codes, topics

SHOWN = 15
# How much a word of the query is worth where it is found.
BY_NAME, BY_SYNONYM, BY_GROUP, BY_DESCRIPTION = 4.0, 3.0, 1.5, 1.0


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic for the list of results, with the names of topics it is confused with."""

    topic: Topic
    group: str
    heard_as: str
    not_these: list[Topic]


@dataclass(frozen=True, slots=True)
class _Index:
    topic: Topic
    fields: tuple[tuple[float, frozenset[str]], ...]

    def worth(self, wanted: list[str], beginning: str) -> float:
        """Return how well the topic fits: 0 when a word of the query is not met at all."""
        total = 0.0
        for word in wanted:
            best = max((value for value, stems in self.fields if word in stems), default=0.0)
            if not best and word == beginning:
                best = max((v for v, stems in self.fields if _begins(stems, word)), default=0.0) / 2
            if not best:
                return 0.0
            total += best
        return total


def find_topics(query: str, on: date) -> list[FoundTopic]:
    """Return the topics in force that fit all words of the query, the best first.

    The last word may be typed halfway.
    """
    return _found(words(query), list(topics(on)))


def find_codes(query: str, on: date) -> list[FoundTopic]:
    """Return the positions of the federal classifier that fit the words or begin so."""
    known = list(question_codes(on))
    if query.strip()[:1].isdigit():
        code = query.strip()
        return _shown([one for one in known if one.code.startswith(code)][:SHOWN], known, [])
    return _found(words(query), known)


def _found(typed: list[str], known: list[Topic]) -> list[FoundTopic]:
    if not typed:
        return []
    wanted = [stem(word) for word in typed]
    ranked = [(_index(topic).worth(wanted, wanted[-1]), topic) for topic in known]
    fitting = sorted((p for p in ranked if p[0]), key=lambda p: (-p[0], p[1].code))
    return _shown([topic for _worth, topic in fitting[:SHOWN]], known, wanted)


def topics_by_code(codes: Iterable[str], on: date) -> list[FoundTopic]:
    """Return the topics with these codes, in the order of the codes."""
    known = list(topics(on))
    by_code = {topic.code: topic for topic in known}
    return _shown([by_code[code] for code in codes if code in by_code], known, [])


def _shown(found: list[Topic], known: list[Topic], wanted: list[str]) -> list[FoundTopic]:
    by_code = {topic.code: topic for topic in known}
    return [
        FoundTopic(
            topic=topic,
            group=topic.parent.name if topic.parent else "",
            heard_as=_heard_as(topic, wanted),
            not_these=[by_code[c] for c in _parts(topic.do_not_confuse) if c in by_code],
        )
        for topic in found
    ]


def _heard_as(topic: Topic, wanted: list[str]) -> str:
    """Return the synonym that brought the topic up."""
    for synonym in _parts(topic.synonyms):
        if any(stem(word) in wanted for word in words(synonym)):
            return synonym
    return ""


def _index(topic: Topic) -> _Index:
    group = topic.parent.name if topic.parent else ""
    texts = (
        (BY_NAME, topic.name),
        (BY_SYNONYM, topic.synonyms),
        (BY_GROUP, group),
        (BY_DESCRIPTION, topic.description),
    )
    return _Index(topic, tuple((value, _stems(text)) for value, text in texts))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))


def _begins(stems: frozenset[str], start: str) -> bool:
    return len(start) > 1 and any(known.startswith(start) for known in stems)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
