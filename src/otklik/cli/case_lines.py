"""A case as one line: for people, and as JSON for scripts."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from otklik.cases.models import Case
from otklik.cases.queries.rows import masked
from otklik.registry.models import Municipality

SNIPPET = 60


def as_json_line(
    case: Case, municipality: Municipality, at: datetime, sees_personal: bool
) -> dict[str, Any]:
    """Return the case as plain data; moments are ISO texts in the zone of the municipality.

    Without ``sees_personal`` there is no name, contact or address of a page, and personal data
    in texts is masked. ``is_overdue`` is as seen at the moment ``at``.
    """
    zone = municipality.zone
    return {
        "number": case.number,
        "channel": case.channel,
        "external_id": case.external_id,
        "kind": case.kind,
        "state": case.state,
        "received_at": _moment(case.received_at, zone),
        "registered_at": _moment(case.registered_at, zone),
        "answered_at": _moment(case.answered_at, zone),
        "closed_at": _moment(case.closed_at, zone),
        "due_at": _moment(case.next_due_at, zone),
        "clock": case.next_clock,
        "is_overdue": case.next_due_at is not None and case.next_due_at < at,
        "promised_date": case.promised_date.isoformat() if case.promised_date else None,
        "topic": _code(case.topic),
        "topic_name": case.topic.name if case.topic else "",
        "group": _code(case.topic_group),
        "settlement": _code(case.settlement),
        "street": _code(case.street),
        "house": case.house,
        "place": _shown(case.place_text, sees_personal),
        "recipient": _code(case.recipient),
        "block": _code(case.block),
        "executor": case.executor.login if case.executor else "",
        "importance": case.importance,
        "fast_track": case.fast_track,
        "on_control": case.on_control,
        "resolution": case.resolution,
        "rating": case.rating,
        "repeat_kind": case.repeat_kind,
        "source": case.source,
        "external_stage": case.external_stage,
        "external_status": case.external_status,
        "text": _shown(case.text, sees_personal),
        **(_personal(case) if sees_personal else {}),
    }


def as_line(case: Case, municipality: Municipality, at: datetime) -> str:
    """Return the case as a line for people: number, day, state, due moment, recipient, text."""
    due = case.next_due_at
    mark = "!" if due is not None and due < at else " "
    cells = (
        f"{case.number:<12}",
        f"{municipality.local(case.received_at):%d.%m.%Y}",
        f"{case.get_channel_display():<20}",
        f"{case.get_state_display():<24}",
        f"{mark}{municipality.local(due):%d.%m.%Y %H:%M}" if due else " " * 17,
        f"{str(case.recipient or '—'):<28.28}",
        " ".join(masked(case.text[: SNIPPET * 3]).split())[:SNIPPET],
    )
    return "  ".join(cells).rstrip()


def _personal(case: Case) -> dict[str, str]:
    names = (
        "applicant_name",
        "applicant_address",
        "applicant_phone",
        "applicant_email",
        "applicant_url",
        "source_url",
    )
    return {name: getattr(case, name) for name in names}


def _shown(text: str, sees_personal: bool) -> str:
    return text if sees_personal else masked(text)


def _moment(value: datetime | None, zone: ZoneInfo) -> str | None:
    return value.astimezone(zone).isoformat() if value else None


def _code(row: Any) -> str:
    return str(row.code) if row is not None else ""
