"""What was decided on a case, by whom, how surely and why, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from otklik.cases.models import Case
from otklik.cases.models.choices import AppealKind, CaseKind, RedFlag, Tone
from otklik.core.reasons import Reason
from otklik.intake.reason_texts import reason_text
from otklik.registry.models import Organisation, Territory, Topic
from otklik.registry.models.organisations import JurisdictionLevel
from otklik.registry.models.territory import TerritoryKind
from otklik.registry.models.topics import Classifier
from otklik.web.desk.case.event_words import ACTOR_NAMES, ASPECT_NAMES

# The deed that corrects what was decided.
CORRECTIONS = {
    "topic": "classify",
    "place": "locate",
    "recipient": "assign",
    "transfer": "transfer",
}


# The fields that hold what was decided, and the words for their symbols.
FIELDS = {"red_flag": "red_flag", "tone": "tone", "competence": "jurisdiction_level"}
SYMBOLS: dict[str, dict[str, Any]] = {
    "red_flag": dict(RedFlag.choices),
    "tone": dict(Tone.choices),
    "competence": dict(JurisdictionLevel.choices),
    "kind": dict(AppealKind.choices) | {CaseKind.APPEAL.value: CaseKind.APPEAL.label},
    "track": {"fast_track": ASPECT_NAMES["track"]},
    "collective": {"collective": ASPECT_NAMES["collective"]},
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A topic or place the machine thinks possible: taken by one click.

    ``percent`` only where some are likelier than others.
    """

    key: int
    name: str
    percent: int | None = None


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
    offers: list[Offered]


def decision_lines(case: Case) -> list[DecisionLine]:
    """Return the decisions on the case: the red flag, topic, place, recipient, the rest."""
    order = list(ASPECT_NAMES)
    known = [aspect for aspect in order if aspect in case.decisions and aspect != "state"]
    return [_line(case, aspect, case.decisions[aspect]) for aspect in known]


def _line(case: Case, aspect: str, decision: dict[str, Any]) -> DecisionLine:
    by = str(decision.get("by", ""))
    reasons = [Reason.from_json(reason) for reason in decision.get("reasons", [])]
    code = str(decision.get("code", ""))
    offers = _offers(case, aspect, decision) if by == "machine" else []
    # Of places alike none is likelier: a figure would only mislead.
    is_told = by == "machine" and not (aspect == "place" and offers)
    return DecisionLine(
        aspect=aspect,
        label=capfirst(str(ASPECT_NAMES[aspect])),
        value=_name(case, aspect, code, is_asked=bool(offers)),
        by=by,
        by_label=str(ACTOR_NAMES.get(by, by)),
        percent=_percent(decision) if is_told else None,
        is_taken=by != "machine" or _is_taken(case, aspect, code),
        reasons=[reason_text(reason) for reason in reasons],
        deed=CORRECTIONS.get(aspect, ""),
        offers=offers,
    )


def _percent(decision: dict[str, Any]) -> int | None:
    confidence = decision.get("confidence")
    return round(float(confidence) * 100) if confidence else None


def _is_taken(case: Case, aspect: str, code: str) -> bool:
    """Tell whether the case follows what the machine thought of it."""
    if aspect in ("topic", "recipient"):
        found = getattr(case, aspect)
        return found is not None and found.code == code
    if aspect == "place":
        return code in _places_of(case)
    if aspect == "kind":
        return code in (case.kind, case.appeal_kind)
    if aspect == "collective":
        return case.is_collective
    field = FIELDS.get(aspect)
    return getattr(case, field) == code if field else aspect != "transfer"


def _places_of(case: Case) -> list[str]:
    return [place.code for place in (case.settlement, case.street) if place is not None]


def _offers(case: Case, aspect: str, decision: dict[str, Any]) -> list[Offered]:
    """Return what to choose of where the machine was not sure; nothing where it was."""
    if "others" not in decision:
        return []
    if aspect == "place":
        return _places_alike(case, [decision["code"], *(code for code, _ in decision["others"])])
    return _topics(case, decision) if aspect == "topic" else []


def _places_alike(case: Case, codes: list[str]) -> list[Offered]:
    """Return the places the text may mean, the most peopled settlement first."""
    if set(codes).intersection(_places_of(case)):
        return []
    known = Territory.objects.filter(municipality=case.municipality_id, code__in=codes)
    return [
        Offered(place.pk, _full_name(place))
        for place in sorted(known.select_related("parent"), key=_by_people)
    ]


def _by_people(place: Territory) -> tuple[int, str]:
    settlement = _settlement_of(place)
    return -(settlement.population or 0), _full_name(place)


def _settlement_of(place: Territory) -> Territory:
    is_street = place.kind == TerritoryKind.STREET
    return place.parent if is_street and place.parent is not None else place


def _full_name(place: Territory) -> str:
    settlement = _settlement_of(place)
    return str(place) if settlement is place else f"{settlement}, {place}"


def _topics(case: Case, decision: dict[str, Any]) -> list[Offered]:
    if case.topic_id is not None:
        return []
    guesses = [[decision["code"], decision["confidence"]], *decision["others"]]
    topics = Topic.objects.filter(
        edition__classifier=Classifier.IM, code__in=[code for code, _sure in guesses]
    )
    by_code = {topic.code: topic for topic in topics.order_by("pk")}
    return [
        Offered(by_code[code].pk, by_code[code].name, round(float(sure) * 100))
        for code, sure in guesses
        if code in by_code
    ]


def _name(case: Case, aspect: str, code: str, *, is_asked: bool) -> str:
    """Return the name behind a code of the registry, the code itself when it is gone.

    While it is asked which of several streets is meant, the street has no settlement yet.
    """
    if not code:
        return "—"
    found: object | None = None
    if aspect == "topic":
        found = Topic.objects.filter(edition__classifier=Classifier.IM, code=code).last()
    elif aspect == "place":
        places = Territory.objects.filter(municipality=case.municipality_id)
        place = places.filter(code=code).select_related("parent").first()
        found = place if place is None or is_asked else _full_name(place)
    elif aspect in ("recipient", "transfer"):
        bodies = Organisation.objects.filter(municipality=case.municipality_id)
        found = bodies.filter(code=code).first()
    elif aspect == "importance":
        found = case.get_importance_display()
    else:
        found = SYMBOLS.get(aspect, {}).get(code)
    return str(found) if found else code
