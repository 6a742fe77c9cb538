"""What a municipality's history teaches: texts with their labels, and a part kept for the trial."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from otklik.core.text import words
from otklik.learning.labelled import Labelled, labelled
from otklik.registry.catalogue import Catalogue
from otklik.registry.models.trained import Aspect
from otklik.understanding.context import with_context

# The newest cases are looked through: old ones were sorted by other people and other rules.
MOST_READ = 200_000
MOST_LESSONS = 40_000
# Every tenth text is never learnt from, by any classifier: old and new are tried on the same.
TRIAL_SHARE = 10


@dataclass(slots=True)
class Lessons:
    """Texts and their labels: those to learn from, and those to try on."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    trial_texts: list[str] = field(default_factory=list)
    trial_labels: list[str] = field(default_factory=list)

    def add(self, text: str, label: str, *, is_trial: bool) -> None:
        """Put one more text where it belongs."""
        (self.trial_texts if is_trial else self.texts).append(text)
        (self.trial_labels if is_trial else self.labels).append(label)

    def __len__(self) -> int:
        return len(self.texts) + len(self.trial_texts)


def lessons_of(catalogue: Catalogue, on: date) -> dict[Aspect, Lessons]:
    """Return by aspect what the newest labelled cases of the municipality teach.

    Labels are codes of the registry in use on the day ``on``; what has no such code any more
    teaches nothing.
    """
    found = {aspect: Lessons() for aspect in Aspect}
    label_of = _labellers(catalogue, on)
    for case in labelled(catalogue.municipality, most_read=MOST_READ):
        is_trial = _is_for_trial(case.text)
        for aspect, label in ((a, label_of[a](case)) for a in Aspect):
            if label and len(found[aspect]) < MOST_LESSONS:
                text = _text_for(aspect, case, catalogue)
                found[aspect].add(text, label, is_trial=is_trial)
        if all(len(lessons) >= MOST_LESSONS for lessons in found.values()):
            break
    return found


def _labellers(catalogue: Catalogue, on: date) -> dict[Aspect, Callable[[Labelled], str]]:
    def code(topic_id: int | None) -> str:
        told = catalogue.topic_with_key(topic_id)
        return (catalogue.code_in_use(told.code, on) or "") if told else ""

    def recipient(case: Labelled) -> str:
        return catalogue.organisation(case.recipient_id).code if case.recipient_id else ""

    return {
        Aspect.TOPIC: lambda case: code(case.topic_id),
        Aspect.GROUP: lambda case: code(case.group_id),
        Aspect.RECIPIENT: recipient,
    }


def _text_for(aspect: Aspect, case: Labelled, catalogue: Catalogue) -> str:
    if aspect != Aspect.RECIPIENT:
        return case.text
    known = catalogue.context_codes(case.case_topic_id, case.territory_id)
    return with_context(case.text, known)


def _is_for_trial(text: str) -> bool:
    """Tell by the words alone, so that copies of one text all stand on one side."""
    return zlib.crc32(" ".join(words(text)).encode()) % TRIAL_SHARE == 0
