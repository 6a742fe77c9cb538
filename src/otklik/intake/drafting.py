"""From an incoming item and the decisions on it to the rows of a new case, not yet stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otklik.cases import log, terms
from otklik.cases.models import Answer, Case, Clock, Rating, bulk
from otklik.cases.models.choices import (
    AnswerKind,
    AnswerState,
    RatingSource,
    Resolution,
    State,
)
from otklik.cases.states import STATE_OF_STANDING
from otklik.channels.incoming import Incoming
from otklik.clock import WorkCalendar
from otklik.core.text import search_tokens
from otklik.intake.sorting import Sorted
from otklik.registry.models import Municipality
from otklik.registry.models.regulations import ClockKind
from otklik.rules.uses import Uses
from otklik.understanding import mask

# Steps of the source system that say the same as the arrival of the case itself.
ARRIVAL_STEPS = frozenset({"created", "received"})
OCCURRENCE_OF_STEP = {"assigned": "assigned", "sent_to_review": "draft"}


@dataclass(slots=True)
class Draft:
    """The rows of a case that belong together; keys are filled in when they are stored."""

    case: Case
    clocks: list[Clock] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    entries: list[log.Entry] = field(default_factory=list)
    topic_guess: tuple[int, int, bool] | None = None
    uses: Uses = field(default_factory=Uses)


@dataclass(frozen=True, slots=True)
class Office:
    """Where and when items are taken in: what every draft of a batch needs."""

    municipality: Municipality
    calendar: WorkCalendar
    at: datetime
    terms_by_regulation: dict[int, tuple[terms.RunningTerm, ...]]

    def terms_of(self, regulation_id: int | None) -> tuple[terms.RunningTerm, ...]:
        """Return the terms of a regulation, none without one."""
        return self.terms_by_regulation.get(regulation_id or 0, ())


def fields_of(item: Incoming, decided: Sorted) -> dict[str, Any]:
    """Return the fields of a case that an item fills, decisions included."""
    return {
        "source": item.source,
        "source_url": item.source_url,
        "kind": decided.kind,
        "applicant_name": item.author_name,
        "applicant_url": item.author_url,
        "text": item.text,
        "topic_id": decided.topic_id,
        "topic_group_id": decided.topic_group_id,
        "source_topic_id": decided.source_topic_id,
        "settlement_id": decided.settlement_id,
        "street_id": decided.street_id,
        "house": decided.house,
        "place_text": decided.place_text,
        "jurisdiction_level": decided.jurisdiction_level,
        "recipient_id": decided.recipient_id,
        "block_id": decided.block_id,
        "fast_track": decided.fast_track,
        "importance": decided.importance,
        "red_flag": decided.red_flag,
        "tone": decided.tone,
        "external_stage": item.stage,
        "external_status": item.status,
        "external_due_date": item.due_date,
        "resolution": resolution_of(item),
        "rating": item.rating,
        **search_fields(_words_of(item), decided, (item.author_name, item.author_url)),
    }


def _words_of(item: Incoming) -> str:
    """The export of the feedback platform has no texts: there the category says what it is."""
    return item.text or ", ".join(item.category)


def search_fields(text: str, decided: Sorted, personal: Iterable[str]) -> dict[str, str]:
    """Return the two index texts: what all may search in, and what only some may."""
    hidden = [text[span.start : span.end] for span in decided.personal_data]
    return {
        "search_text": search_tokens(mask(text, decided.personal_data)),
        "search_personal": search_tokens(" ".join([*hidden, *personal])),
    }


def resolution_of(item: Incoming) -> str:
    """Return the outcome in our words; an unknown one stays blank (the row keeps it)."""
    return item.resolution if item.resolution in Resolution.values else ""


def draft_case(item: Incoming, decided: Sorted, number: str, office: Office) -> Draft:
    """Return a new case for the item with its clocks, answers, rating and history."""
    case = bulk.made(
        Case,
        municipality_id=office.municipality.pk,
        number=number,
        channel=item.channel,
        external_id=item.external_id,
        received_at=item.received_at,
        received_is_date=item.received_is_date,
        registered_at=item.received_at,
        regulation_id=decided.regulation.pk if decided.regulation else None,
        state_at=item.received_at,
        decisions=dict(decided.decisions),
        is_demo=office.municipality.is_demo,
        # What has ended with its file was nobody's to do here.
        executor_id=None if item.standing in STATE_OF_STANDING else decided.executor_id,
        **fields_of(item, decided),
    )
    draft = Draft(case, topic_guess=decided.topic_guess)
    draft.uses = decided.uses
    draft.answers = answers_of(item, first_version=1)
    draft.ratings = ratings_of(item, office.at)
    _run_clocks(draft, item, office)
    _set_state(case, item)
    # What came with an old file and has ended long since alarms nobody.
    case.flag_waits_since = office.at if case.red_flag and case.is_open else None
    draft.entries = [
        log.Entry(
            "case.received",
            None,
            item.received_at,
            {"channel": item.channel, "external_id": item.external_id},
            log.FILE,
        ),
        *history_of(item),
        log.Entry("case.sorted", None, office.at, {"decisions": case.decisions}, log.MACHINE),
    ]
    return draft


def occurrences_of(item: Incoming) -> list[tuple[str, datetime]]:
    """Return what happened to the item in the source system, in the order of time."""
    found: list[tuple[str, datetime]] = [
        ("received", item.received_at),
        ("registered", item.received_at),
    ]
    for step in item.steps:
        if step.name in OCCURRENCE_OF_STEP:
            found.append((OCCURRENCE_OF_STEP[step.name], step.at))
    found.extend(_reply_occurrences(item))
    ended = item.completed_at or _last_moment(item)
    if item.standing in ("closed", "rejected"):
        found.append(("closed", ended))
    elif item.standing in ("transferred", "deferred"):
        found.append((item.standing, ended))
    return sorted(found, key=lambda pair: pair[1])


def _reply_occurrences(item: Incoming) -> Iterator[tuple[str, datetime]]:
    has_final = False
    for reply in item.replies:
        if reply.at is None:
            continue
        yield "first_reply", reply.at
        yield ("final_reply" if reply.kind == "final" else "interim_reply"), reply.at
        has_final = has_final or reply.kind == "final"
    if item.standing in ("answered", "closed") and not has_final:
        # Some exports give the answer no moment: then it was out when the last step was made.
        ended = item.completed_at or (_last_moment(item) if item.replies else None)
        if ended is not None:
            yield "first_reply", ended
            yield "final_reply", ended


def _last_moment(item: Incoming) -> datetime:
    moments = [item.received_at, *(step.at for step in item.steps)]
    moments.extend(reply.at for reply in item.replies if reply.at is not None)
    return max(moments)


def _run_clocks(draft: Draft, item: Incoming, office: Office) -> None:
    running = office.terms_of(draft.case.regulation_id)
    zone = office.municipality.zone
    for occurrence, at in occurrences_of(item):
        terms.apply_occurrence(draft.clocks, running, occurrence, at, office.calendar)
        if item.due_date is not None and occurrence == "registered":
            terms.set_due_date(draft.clocks, ClockKind.FINAL_REPLY, item.due_date, zone)
    if item.standing in STATE_OF_STANDING:
        end_clocks(draft.case, draft.clocks, item, office)
    elif draft.case.recipient_id is not None:
        terms.apply_occurrence(draft.clocks, running, "assigned", office.at, office.calendar)
    terms.set_next_due(draft.case, draft.clocks)


def end_clocks(case: Case, clocks: list[Clock], item: Incoming, office: Office) -> None:
    """Cancel what still runs on an item that stands ended; start or move a deferred one's promise.

    Deferred without a day, a case would be seen by nobody: its clocks run on.
    """
    ended = item.completed_at or _last_moment(item)
    promises = [c for c in clocks if c.kind == ClockKind.PROMISED and c.is_running]
    if item.standing != "deferred":
        terms.cancel_running(clocks, ended)
        return
    if item.due_date is None:
        return
    terms.cancel_running([clock for clock in clocks if clock not in promises], ended)
    zone = office.municipality.zone
    for clock in promises:
        terms.move_promise(clock, item.due_date, zone)
    if not promises:
        clocks.append(terms.promise(ended, item.due_date, zone))
    case.promised_date = item.due_date


def _set_state(case: Case, item: Incoming) -> None:
    moved = STATE_OF_STANDING.get(item.standing)
    if moved is None:
        case.state = State.ASSIGNED if case.recipient_id else State.REGISTERED
        return
    set_state_from_file(case, item, moved)


def set_state_from_file(case: Case, item: Incoming, state: str) -> None:
    """Bring the case to the state the source system says, with its moments."""
    case.state = state
    case.state_at = item.completed_at or _last_moment(item)
    case.decisions = {**case.decisions, "state": {"by": log.FILE}}
    finals = [r.at for r in item.replies if r.kind == "final" and r.at is not None]
    if state in (State.ANSWERED, State.CLOSED):
        case.answered_at = max(finals) if finals else case.state_at
    if state in (State.CLOSED, State.TRANSFERRED, State.LEFT_WITHOUT_ANSWER):
        case.closed_at = case.state_at


def answers_of(
    item: Incoming, *, first_version: int, known: frozenset[str] = frozenset()
) -> list[Answer]:
    """Return the sent answers an item brings, but for those whose text is known already."""
    new = [reply for reply in item.replies if reply.text and reply.text not in known]
    return [
        bulk.made(
            Answer,
            version=version,
            kind=AnswerKind.FINAL if reply.kind == "final" else AnswerKind.INTERIM,
            state=AnswerState.SENT,
            text=reply.text,
            is_from_file=True,
            created_at=reply.at or item.received_at,
            sent_at=reply.at,
        )
        for version, reply in enumerate(new, start=first_version)
    ]


def ratings_of(item: Incoming, at: datetime) -> list[Rating]:
    """Return the rating an item brings, if any."""
    if item.rating is None:
        return []
    moment = item.completed_at or at
    return [bulk.made(Rating, value=item.rating, source=RatingSource.FILE, at=moment)]


def history_of(item: Incoming) -> Sequence[log.Entry]:
    """Return the steps of the item in the source system as entries at their own times."""
    entries = []
    for step in item.steps:
        if step.name not in ARRIVAL_STEPS:
            data = {"note": step.note} if step.note else {}
            if step.name == "closed" and item.closing_reason:
                data["reason"] = item.closing_reason
            entries.append(log.Entry(f"case.step.{step.name}", None, step.at, data, log.FILE))
    return entries
