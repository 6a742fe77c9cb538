"""What was decided on a case, by whom, how surely and why, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from otklik.cases.models import Case
from otklik.core.reasons import Reason
from otklik.registry.models import Organisation, Territory, Topic
from otklik.registry.models.topics import Classifier
from otklik.registry.reason_texts import reason_text
from otklik.web.desk.case.event_words import ACTOR_NAMES, ASPECT_NAMES

# The deed that corrects what was decided.
CORRECTIONS = {
    "topic": "classify",
    "place": "locate",
    "recipient": "assign",
    "transfer": "transfer",
}


@dataclass(frozen=True, slots=True)
class TopicOffer:
    """A topic the machine thinks possible: taken by one click."""

    topic: Topic
    percent: int


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in words. ``percent`` only for the machine; ``is_taken`` tells whether the
    case follows it; ``deed`` corrects it."""

    aspect: str
    label: str
    value: str
    by: str
    by_label: str
    percent: int | None
    is_taken: bool
    reasons: list[str]
    deed: str
    offers: list["TopicOffer"]


def decision_lines(case: Case) -> list[DecisionLine]:
    """Return the decisions on the case in the order topic, place, recipient, the rest."""
    order = list(ASPECT_NAMES)
    known = [aspect for aspect in order if aspect in case.decisions and aspect != "state"]
    return [_line(case, aspect, case.decisions[aspect]) for aspect in known]


def _line(case: Case, aspect: str, decision: dict[str, Any]) -> DecisionLine:
    by = str(decision.get("by", ""))
    reasons = [Reason.from_json(reason) for reason in decision.get("reasons", [])]
    confidence = decision.get("confidence")
    return DecisionLine(
        aspect=aspect,
        label=capfirst(str(ASPECT_NAMES[aspect])),
        value=_name(case, aspect, str(decision.get("code", ""))),
        by=by,
        by_label=str(ACTOR_NAMES.get(by, by)),
        percent=round(float(confidence) * 100) if by == "machine" and confidence else None,
        is_taken=by != "machine" or _is_taken(case, aspect, str(decision.get("code", ""))),
        reasons=[reason_text(reason) for reason in reasons],
        deed=CORRECTIONS.get(aspect, ""),
        offers=_offers(case, decision) if aspect == "topic" and by == "machine" else [],
    )


def _is_taken(case: Case, aspect: str, code: str) -> bool:
    """Tell whether the case follows what the machine thought of it."""
    if aspect == "topic":
        return case.topic is not None and case.topic.code == code
    if aspect == "recipient":
        return case.recipient is not None and case.recipient.code == code
    return aspect != "transfer"


def _offers(case: Case, decision: dict[str, Any]) -> list[TopicOffer]:
    """Return the topics to choose of where the machine was not sure; none where it was."""
    if case.topic_id is not None or "others" not in decision:
        return []
    guesses = [[decision["code"], decision["confidence"]], *decision["others"]]
    topics = Topic.objects.filter(
        edition__classifier=Classifier.IM, code__in=[code for code, _sure in guesses]
    )
    by_code = {topic.code: topic for topic in topics.order_by("pk")}
    return [
        TopicOffer(by_code[code], round(float(sure) * 100))
        for code, sure in guesses
        if code in by_code
    ]


def _name(case: Case, aspect: str, code: str) -> str:
    """Return the name behind a code of the registry, the code itself when it is gone."""
    if not code:
        return "—"
    found: object | None = None
    if aspect == "topic":
        found = Topic.objects.filter(edition__classifier=Classifier.IM, code=code).last()
    elif aspect == "place":
        places = Territory.objects.filter(municipality=case.municipality_id)
        found = places.filter(code=code).first()
    elif aspect in ("recipient", "transfer"):
        bodies = Organisation.objects.filter(municipality=case.municipality_id)
        found = bodies.filter(code=code).first()
    elif aspect == "importance":
        found = case.get_importance_display()
    elif aspect == "track":
        found = ASPECT_NAMES["track"]
    return str(found) if found else code
