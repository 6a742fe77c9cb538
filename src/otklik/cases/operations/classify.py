"""Correct the topic of a case."""

from datetime import datetime

from otklik.cases import guesses, moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models import Topic, TopicBlock
from otklik.registry.models.topics import Classifier


class NotAWorkingTopic(Exception):
    """Cases are sorted by the topics of Incident Management, not by groups or other classifiers."""


def classify(*, case: Case, grants: Grants, at: datetime, topic: Topic) -> Case:
    """Set the topic of the case and return it.

    The sector block follows the topic while no recipient is set. Raises ``NotAWorkingTopic``
    and what ``moves.move`` raises.
    """
    if topic.parent_id is None or topic.edition.classifier != Classifier.IM:
        raise NotAWorkingTopic(topic.name)
    given: dict[str, object] = {"topic": topic}
    with moves.move("classify", case=case, grants=grants, at=at, given=given) as current:
        current.set(topic=topic, topic_group=topic.parent)
        current.decide("topic", topic.code)
        guesses.judge(case.pk, topic.pk, at)
        mapping = _block_of(topic, current.case)
        if mapping is not None:
            current.set(jurisdiction_level=mapping.jurisdiction_level)
            if current.case.recipient is None:
                current.set(block=mapping.block)
    return current.case


def _block_of(topic: Topic, case: Case) -> TopicBlock | None:
    found = TopicBlock.objects.filter(
        municipality=case.municipality, topic__in=[topic.pk, topic.parent_id]
    ).select_related("block")
    by_topic = {mapping.topic_id: mapping for mapping in found}
    return by_topic.get(topic.pk) or by_topic.get(topic.parent_id or 0)
