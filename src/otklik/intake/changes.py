"""What a later file changes on a case it finds already there: additive, a person's work stays."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from otklik.cases import log, terms
from otklik.cases.models import Answer, Case, Clock, Rating
from otklik.cases.models.choices import CaseKind, State
from otklik.cases.states import STATE_OF_STANDING
from otklik.channels.incoming import Incoming
from otklik.intake.drafting import (
    Office,
    answers_of,
    end_clocks,
    fields_of,
    history_of,
    occurrences_of,
    ratings_of,
    set_state_from_file,
)
from otklik.intake.sorting import Sorted
from otklik.registry.models.regulations import ClockKind

# What regulations choose a case by, and what is read in the text.
CONDITIONS = frozenset({"kind", "fast_track", "importance"})
FROM_TEXT = frozenset({"importance", "red_flag", "tone", "search_text", "search_personal"})
FLAG_FIELDS = frozenset({"importance", "red_flag"})
# Whom a case in work belongs to is not changed behind the back of those who work on it.
ROUTED_FIELDS = frozenset({"recipient_id", "block_id"})
ROUTABLE_STATES = (State.REGISTERED, State.ASSIGNED)
CLOCK_FIELDS = ("due_at", "original_due_at", "met_at", "cancelled_at")
STATE_FIELDS = (
    "state",
    "state_at",
    "answered_at",
    "closed_at",
    "promised_date",
    "next_due_at",
    "next_clock",
    "flag_waits_since",
    "decisions",
    "set_by_person",
)


@dataclass(slots=True)
class Change:
    """A case as the file leaves it, the rows to add, and how it was before."""

    case: Case
    clocks: list[Clock]
    new_answers: list[Answer] = field(default_factory=list)
    new_ratings: list[Rating] = field(default_factory=list)
    entries: list[log.Entry] = field(default_factory=list)
    is_new_appeal: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    told_topic_id: int | None = None


def change_case(
    case: Case,
    clocks: list[Clock],
    answers: list[Answer],
    item: Incoming,
    decided: Sorted,
    office: Office,
    steps_known: frozenset[tuple[str, datetime]],
) -> Change:
    """Let the item update the case and return what changed.

    Fields a person set are left alone, blanks of the file erase nothing, terms are met by what
    the file newly tells, and the state only moves forward. Where a person has moved the case
    himself, what the file said before already moves it no more.
    """
    before_state = {name: getattr(case, name) for name in STATE_FIELDS}
    before_clocks = {clock.pk: [getattr(clock, n) for n in CLOCK_FIELDS] for clock in clocks}
    change = Change(case, clocks)
    if decided.decisions.get("topic", {}).get("by") == log.FILE:
        change.told_topic_id = decided.topic_id
    news = _news(case, item)
    fields_before, fields_after = _update_fields(case, item, decided)
    replaced = _follow_regulation(change, decided, fields_before, fields_after, office)
    _add_rows(change, answers, item, office)
    _update_clocks(change, item, office, replaced)
    if item.due_date is not None and (replaced or "due_date" in news):
        zone = office.municipality.zone
        terms.set_due_date(clocks, ClockKind.FINAL_REPLY, item.due_date, zone)
    _move_state(change, item, office, is_news="standing" in news)
    terms.set_next_due(case, clocks)
    if not case.is_open:
        case.flag_waits_since = None
    elif "red_flag" in fields_after:
        case.flag_waits_since = office.at
    moved = {name: value for name, value in before_state.items() if getattr(case, name) != value}
    change.before = {
        "fields": _storable({**fields_before, **moved}),
        "clocks": {
            str(key): [_moment(value) for value in values] for key, values in before_clocks.items()
        },
    }
    data: dict[str, Any] = {
        "before": _storable(fields_before),
        "after": _storable(fields_after),
    }
    if "state" in moved:
        data |= {"from_state": moved["state"], "to_state": case.state}
    change.entries = [
        *(e for e in history_of(item) if (e.name, e.at) not in steps_known),
        log.Entry("case.updated", case.pk, office.at, data, log.FILE),
    ]
    return change


def _news(case: Case, item: Incoming) -> set[str]:
    """Tell what the file says of the standing and of the due day that it did not say before."""
    said = {
        "standing": (item.stage, item.status) != (case.external_stage, case.external_status),
        "due_date": item.due_date != case.external_due_date,
    }
    return {name for name, is_new in said.items() if is_new}


def _update_fields(
    case: Case, item: Incoming, decided: Sorted
) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    protected = set(case.set_by_person)
    fields = fields_of(item, decided)
    if item.text and fields["text"] != case.text:
        # A false alarm was one of the words as they were; other words may raise another.
        protected -= FLAG_FIELDS
    for name, value in fields.items():
        old = getattr(case, name)
        if name.removesuffix("_id") in protected or value in ("", None) or old == value:
            continue
        if name in ROUTED_FIELDS and case.state not in ROUTABLE_STATES:
            continue
        if not _is_said(name, item):
            continue
        before[name], after[name] = old, value
        setattr(case, name, value)
    if "recipient_id" in after and case.executor_id != decided.executor_id:
        # Whom a rule named works where the case was; it is with him no more.
        before["executor_id"], after["executor_id"] = case.executor_id, decided.executor_id
        case.executor_id = decided.executor_id
    case.set_by_person = [name for name in case.set_by_person if name in protected]
    kept = {
        aspect: decision
        for aspect, decision in case.decisions.items()
        if aspect == "state" or (decision.get("by") == log.PERSON and aspect not in after)
    }
    case.decisions = {**case.decisions, **decided.decisions, **kept}
    return before, after


def _is_said(name: str, item: Incoming) -> bool:
    """Tell whether the file speaks of the field at all: a missing column says nothing."""
    if name == "kind":
        return item.is_appeal is not None
    if name == "fast_track":
        return item.fast_track is not None
    return bool(item.text) or name not in FROM_TEXT


def _follow_regulation(
    change: Change,
    decided: Sorted,
    before: dict[str, Any],
    after: dict[str, Any],
    office: Office,
) -> set[str]:
    """Bring the case under another regulation when its kind or track has changed.

    Running clocks of the old one are cancelled; return their kinds, which start anew.
    """
    case, regulation = change.case, decided.regulation
    if not case.is_open or regulation is None or not CONDITIONS.intersection(after):
        return set()
    is_same = all(getattr(decided, name) == getattr(case, name) for name in CONDITIONS)
    if not is_same or regulation.pk == case.regulation_id:
        return set()
    before["regulation_id"], after["regulation_id"] = case.regulation_id, regulation.pk
    case.regulation_id = regulation.pk
    change.is_new_appeal = case.kind == CaseKind.APPEAL and before.get("kind") is not None
    replaced = {c.kind for c in change.clocks if c.is_running and c.kind != ClockKind.PROMISED}
    terms.cancel_running([c for c in change.clocks if c.kind in replaced], office.at)
    return replaced


def _add_rows(change: Change, answers: list[Answer], item: Incoming, office: Office) -> None:
    known = frozenset(answer.text for answer in answers)
    version = max((answer.version for answer in answers), default=0) + 1
    change.new_answers = answers_of(item, first_version=version, known=known)
    rated = change.case.ratings.filter(value=item.rating).exists() if item.rating else True
    if not rated:
        change.new_ratings = ratings_of(item, office.at)


def _update_clocks(change: Change, item: Incoming, office: Office, replaced: set[str]) -> None:
    case, clocks = change.case, change.clocks
    running = office.terms_of(case.regulation_id)
    started = {clock.kind for clock in clocks} - replaced
    for occurrence, at in occurrences_of(item):
        fresh = tuple(
            # Of an ended case the file may still tell how it went, but starts nothing more.
            term if case.is_open and term.kind not in started else term.only_stopping()
            for term in running
        )
        # What happened before a clock began, as before a case was opened again, ends it not.
        concerned = [clock for clock in clocks if clock.started_at <= at]
        known = len(concerned)
        terms.apply_occurrence(concerned, fresh, occurrence, at, office.calendar)
        clocks += concerned[known:]


def _move_state(change: Change, item: Incoming, office: Office, *, is_news: bool) -> None:
    case = change.case
    target = STATE_OF_STANDING.get(item.standing)
    if target is None:
        if case.state == State.REGISTERED and case.recipient_id:
            case.state, case.state_at = State.ASSIGNED, office.at
            running = office.terms_of(case.regulation_id)
            terms.apply_occurrence(change.clocks, running, "assigned", office.at, office.calendar)
        return
    if target == case.state == State.DEFERRED:
        if "promised_date" not in case.set_by_person:
            end_clocks(case, change.clocks, item, office)
        return
    if _may_move(case, target, is_news):
        end_clocks(case, change.clocks, item, office)
        set_state_from_file(case, item, target)


def _may_move(case: Case, target: str, is_news: bool) -> bool:
    # What the machine moved by itself (a promise broken, a low rating) a file leaves be as well.
    by_person = case.decisions.get("state", {}).get("by") in (log.PERSON, log.MACHINE)
    if target == case.state or (by_person and not is_news):
        return False
    if target == State.DEFERRED:
        # An answer under way here is not put off by a file.
        return case.state in ROUTABLE_STATES
    return case.is_open or (case.state == State.ANSWERED and target == State.CLOSED)


def _storable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _moment(value) for name, value in values.items()}


def _moment(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value
