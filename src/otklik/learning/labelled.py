"""Cases whose topic or recipient a person or a file has named: what the machine may learn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otklik.cases.models import Case, Event
from otklik.registry.models import Municipality
from otklik.understanding import find_personal_data, mask

# What the machine sorted by itself teaches it nothing: it would only hear its own voice.
TEACHERS = frozenset({"file", "person"})
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """The words of a case, personal data masked, and what was said of it; keys of the registry.

    ``topic_id`` and ``group_id`` only where the topic or the group was named, ``recipient_id``
    only where the recipient was.
    """

    text: str
    topic_id: int | None
    group_id: int | None
    recipient_id: int | None
    case_topic_id: int | None
    territory_id: int | None


def labelled(municipality: Municipality, *, most_read: int) -> Iterator[Labelled]:
    """Yield the labelled cases among the newest ``most_read`` of the municipality."""
    rows = (
        Case.objects.of_municipality(municipality)
        .order_by("-received_at", "-id")
        .values_list(
            "text",
            "decisions",
            "topic",
            "topic_group",
            "recipient",
            "street",
            "settlement",
            "source_topic",
        )[:most_read]
    )
    for row in rows.iterator(chunk_size=CHUNK):
        found = _labelled(row)
        if found is not None:
            yield found


def _labelled(row: tuple[Any, ...]) -> Labelled | None:
    text, decisions, topic, group, recipient, street, settlement, source_topic = row
    # A group a file named without a topic leaves no decision, only the category it came from.
    by_file = topic is None and source_topic is not None and "topic" not in decisions
    named = by_file or _is_said(decisions, "topic")
    given = recipient if _is_said(decisions, "recipient") else None
    if not text.strip() or not (named and group or given):
        return None
    return Labelled(
        text=mask(text, find_personal_data(text)),
        topic_id=topic if named else None,
        group_id=group if named else None,
        recipient_id=given,
        case_topic_id=topic or group,
        territory_id=street or settlement,
    )


def _is_said(decisions: dict[str, Any], aspect: str) -> bool:
    return decisions.get(aspect, {}).get("by") in TEACHERS


def is_taught_since(municipality: Municipality, at: datetime) -> bool:
    """Tell whether a file was taken in or a person sorted a case after the moment ``at``."""
    later = Event.objects.filter(municipality=municipality, recorded_at__gt=at)
    return later.filter(name__in=("import.applied", "case.classify", "case.assign")).exists()
