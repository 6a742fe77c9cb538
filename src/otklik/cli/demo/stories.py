"""What invented residents write about, how often, and what they are answered."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from random import Random


@dataclass(slots=True)
class Story:
    """A topic with its texts. ``months`` names the season; empty means the whole year."""

    topic_code: str
    weight: int
    months: frozenset[int]
    texts: list[str] = field(default_factory=list)


class StoryBook:
    """All stories and answers, read from the files beside this module."""

    def __init__(self) -> None:
        """Read ``stories.csv`` and ``answers.csv``."""
        self._stories: dict[str, Story] = {}
        for row in _rows("stories.csv"):
            story = self._stories.get(row["topic"])
            if story is None:
                months = frozenset(int(part) for part in row["months"].split(";") if part)
                story = Story(row["topic"], int(row["weight"]), months)
                self._stories[story.topic_code] = story
            story.texts.append(row["text"])
        self._answers: dict[str, list[str]] = defaultdict(list)
        for row in _rows("answers.csv"):
            self._answers[row["topic"]].append(row["text"])

    def of_month(self, month: int, random: Random) -> Story:
        """Choose a story; out of its season it comes up twelve times more seldom."""
        stories = list(self._stories.values())
        weights = [
            story.weight if not story.months or month in story.months else story.weight / 12
            for story in stories
        ]
        return random.choices(stories, weights)[0]

    def named(self, topic_code: str) -> Story:
        """Return the story of a topic."""
        return self._stories[topic_code]

    def answer(self, topic_code: str, random: Random) -> str:
        """Choose an answer for a topic; those of its group are tried before the general ones."""
        return random.choice(self._answers.get(topic_code[:5]) or self._answers["im"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("otklik.cli.demo") / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
