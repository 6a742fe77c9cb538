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
class DecisionLine:
    """One decision in words. ``percent`` only for the machine; ``is_taken`` tells whether the
    case follows it; ``deed`` corrects it."""

    aspect: str
    label: str
    value: str
    by: str
    by_label: str
    percent: int | None
    reasons: list[str]
    deed: str


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
        reasons=[reason_text(reason) for reason in reasons],
        deed=CORRECTIONS.get(aspect, ""),
    )


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
