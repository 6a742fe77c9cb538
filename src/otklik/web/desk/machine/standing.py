"""What has been learnt of each aspect, told for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from otklik.core.reasons import Reason
from otklik.intake.classifiers import classifier_of
from otklik.intake.reason_texts import reason_text
from otklik.learning.models import LearningRun
from otklik.registry.models import Organisation, Topic, TrainedClassifier
from otklik.registry.models.topics import Classifier
from otklik.registry.models.trained import Aspect
from otklik.understanding.learned.store import CannotLoad

SHOWN_PAIRS = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """An aspect: what sorts it now, or why nothing has been learnt of it.

    ``own`` and ``before`` are figures of the trial, ``pairs`` what was confused in it (true,
    answered, how often), ``trouble`` says that the file of the classifier cannot be read.
    """

    aspect: Aspect
    row: TrainedClassifier | None
    own: dict[str, Any]
    before: dict[str, Any]
    pairs: list[tuple[str, str, int]]
    trouble: str
    refusal: str


def standings(rows: Sequence[TrainedClassifier], run: LearningRun | None) -> list[Standing]:
    """Return the standing of each aspect, in the order group, topic, recipient."""
    active = {row.aspect: row for row in rows if row.is_active}
    return [_standing(aspect, active.get(aspect), run) for aspect in Aspect]


def _standing(aspect: Aspect, row: TrainedClassifier | None, run: LearningRun | None) -> Standing:
    scores = row.scores if row else {}
    own = scores.get("own") or {}
    told = (run.outcome.get(aspect) if run else None) or {}
    refusal = told.get("refusal")
    return Standing(
        aspect=aspect,
        row=row,
        own=own,
        before=scores.get("before") or {},
        pairs=_named(aspect, row, own.get("pairs", [])[:SHOWN_PAIRS]) if row else [],
        trouble=_trouble(row) if row else "",
        refusal=reason_text(Reason.from_json(refusal)) if refusal and not row else "",
    )


def _trouble(row: TrainedClassifier) -> str:
    try:
        classifier_of(row)
    except CannotLoad as error:
        return reason_text(error.reason)
    return ""


def _named(
    aspect: Aspect, row: TrainedClassifier, pairs: list[list[Any]]
) -> list[tuple[str, str, int]]:
    codes = {code for right, answered, _count in pairs for code in (right, answered)}
    if aspect == Aspect.RECIPIENT:
        bodies = Organisation.objects.filter(municipality=row.municipality_id, code__in=codes)
        names = {body.code: str(body) for body in bodies}
    else:
        topics = Topic.objects.filter(edition__classifier=Classifier.IM, code__in=codes)
        names = {topic.code: topic.name for topic in topics}
    return [(names.get(r, r), names.get(a, a), count) for r, a, count in pairs]
