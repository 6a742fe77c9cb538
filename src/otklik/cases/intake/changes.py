"""What a later file changes on a case it finds already there: additive, a person's work stays."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from otklik.cases import log, terms
from otklik.cases.intake.drafting import (
    Office,
    answers_of,
    end_clocks,
    fields_of,
    history_of,
    occurrences_of,
    ratings_of,
    set_state_from_file,
)
from otklik.cases.intake.sorting import Sorted
from otklik.cases.models import Answer, Case, Clock, Rating
from otklik.cases.models.choices import State
from otklik.cases.states import STATE_OF_STANDING
from otklik.channels.incoming import Incoming
from otklik.registry.models.regulations import ClockKind

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
    "decisions",
)


@dataclass(slots=True)
class Change:
    """A case as the file leaves it, the rows to add, and how it was before."""

    case: Case
    clocks: list[Clock]
    new_answers: list[Answer] = field(default_factory=list)
    new_ratings: list[Rating] = field(default_factory=list)
    entries: list[log.Entry] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)


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
    the file newly tells, and the state only moves forward.
    """
    before_state = {name: getattr(case, name) for name in STATE_FIELDS}
    before_clocks = {clock.pk: [getattr(clock, n) for n in CLOCK_FIELDS] for clock in clocks}
    change = Change(case, clocks)
    fields_before, fields_after = _update_fields(case, item, decided)
    _add_rows(change, answers, item, office)
    _update_clocks(change, item, office)
    _move_state(case, item)
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


def _update_fields(
    case: Case, item: Incoming, decided: Sorted
) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    protected = set(case.set_by_person)
    for name, value in fields_of(item, decided).items():
        old = getattr(case, name)
        if name.removesuffix("_id") in protected or value in ("", None) or old == value:
            continue
        if name in ROUTED_FIELDS and case.state not in ROUTABLE_STATES:
            continue
        before[name], after[name] = old, value
        setattr(case, name, value)
    kept = {a: d for a, d in case.decisions.items() if d.get("by") == log.PERSON or a == "state"}
    case.decisions = {**case.decisions, **decided.decisions, **kept}
    return before, after


def _add_rows(change: Change, answers: list[Answer], item: Incoming, office: Office) -> None:
    known = frozenset(answer.text for answer in answers)
    version = max((answer.version for answer in answers), default=0) + 1
    change.new_answers = answers_of(item, first_version=version, known=known)
    rated = change.case.ratings.filter(value=item.rating).exists() if item.rating else True
    if not rated:
        change.new_ratings = ratings_of(item, office.at)


def _update_clocks(change: Change, item: Incoming, office: Office) -> None:
    case, clocks = change.case, change.clocks
    running = office.terms_of(case.regulation_id)
    started = {clock.kind for clock in clocks}
    for occurrence, at in occurrences_of(item):
        fresh = tuple(
            term for term in running if term.kind not in started or occurrence in term.stops_at
        )
        terms.apply_occurrence(clocks, fresh, occurrence, at, office.calendar)
    if item.due_date is not None:
        zone = office.municipality.zone
        terms.set_due_date(clocks, ClockKind.FINAL_REPLY, item.due_date, zone)
    if case.is_open:
        end_clocks(case, clocks, item, office)
    else:
        terms.set_next_due(case, clocks)


def _move_state(case: Case, item: Incoming) -> None:
    target = STATE_OF_STANDING.get(item.standing)
    if target is None:
        if case.state == State.REGISTERED and case.recipient_id:
            case.state = State.ASSIGNED
        return
    is_closing = case.state == State.ANSWERED and target == State.CLOSED
    if target != case.state and (case.is_open or is_closing):
        set_state_from_file(case, item, target)


def _storable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _moment(value) for name, value in values.items()}


def _moment(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value
