"""Steps of escalation: which running terms have come near to their end, or passed it.

A step looks from the present how far it sees (``otklik.clock.due_within`` and ``due_since``), so
one walk along the index of running clocks finds all that is new since the last look. A term that
was moved or started since is met through the log: its case was touched.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet

from otklik.cases.models import Clock, InformationRequest
from otklik.cases.queries.filters import Unindexed
from otklik.clock import Unit, WorkCalendar, due_since, due_within
from otklik.registry.models import EscalationStep, Municipality, Person
from otklik.registry.models.effective import in_force
from otklik.registry.models.escalation import INFORMATION, Side
from otklik.registry.models.people import Role
from otklik.registry.models.regulations import ClockKind
from otklik.reminders.facts import Fact
from otklik.reminders.models import NoticeKind, Reach, StepMade
from otklik.reminders.news import asked_people
from otklik.reminders.staff import Staff

# One look tells of no more terms than this; the rest waits for the next look.
AT_ONCE = 1000
# What was due before the centre began to be reminded is told by the queues, not by notices.
FIRST_LOOK_BACK = timedelta(days=14)
RUNNING = Q(met_at__isnull=True, cancelled_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Ended:
    """A term a step found: its clock or its request."""

    term: Clock | InformationRequest
    key: str


@dataclass(slots=True)
class Look:
    """What one look found: facts to tell, keys that mark them told, how far each step reached."""

    facts: list[Fact]
    keys: list[str]
    reaches: list[Reach]
    is_more: bool = False

    def add(self, fact: Fact, term: str) -> None:
        """Add a fact; of several steps a term passes at once a person is told once."""
        mark = (fact.person.pk, fact.kind, term)
        if mark not in self._told:
            self._told.add(mark)
            self.facts.append(fact)

    _told: set[tuple[int, str, str]] = field(default_factory=set)


def steps_of(municipality: Municipality, at: datetime) -> list[EscalationStep]:
    """Return the steps in force: one of the municipality stands in the place of a common one."""
    on = municipality.local(at).date()
    own = list(EscalationStep.objects.filter(municipality=municipality))
    common = EscalationStep.objects.filter(in_force(on), municipality=None)
    found = [step for step in own if step.is_in_force(on)]
    found += common.exclude(code__in=[step.code for step in own])
    return sorted(found, key=lambda step: step.pk)


def look(
    municipality: Municipality,
    staff: Staff,
    calendar: WorkCalendar,
    at: datetime,
    touched: Collection[int],
) -> Look:
    """Return what the steps find at ``at``; cases ``touched`` since the last look are met anew."""
    found = Look([], [], [])
    reached = {row.step_id: row for row in Reach.objects.filter(municipality=municipality)}
    for step in steps_of(municipality, at):
        first, last = _window(step, calendar, at)
        row = reached.get(step.pk) or Reach(municipality=municipality, step=step, due_at=first)
        ended, row.due_at = _ended(step, municipality, max(first, row.due_at), last)
        found.is_more |= row.due_at < last
        found.reaches.append(row)
        ended += list(_met_anew(step, touched, first, last))
        _tell(found, step, ended, staff, at)
    return found


def _window(
    step: EscalationStep, calendar: WorkCalendar, at: datetime
) -> tuple[datetime, datetime]:
    """Return after which due moment, and up to which, terms are the step's at all."""
    unit = Unit(step.unit)
    if step.side == Side.BEFORE:
        # What is over already does not come near any more.
        return at, due_within(at, step.amount, unit, calendar)
    before = due_since(at - FIRST_LOOK_BACK, step.amount, unit, calendar)
    return before, due_since(at, step.amount, unit, calendar)


def _ended(
    step: EscalationStep, municipality: Municipality, first: datetime, last: datetime
) -> tuple[list[Ended], datetime]:
    """Return the terms due after ``first`` up to ``last``, and up to which moment they are all."""
    # The municipality hidden from the planner: SQLite would walk all its cases for a few clocks.
    plain = Unindexed(F("case__municipality_id"), output_field=IntegerField())
    due = _terms(step).filter(due_at__gt=first, due_at__lte=last)
    rows = due.alias(plain_municipality=plain).filter(plain_municipality=municipality.pk)
    terms = list(rows.order_by("due_at", "pk")[: AT_ONCE + 1])
    if len(terms) <= AT_ONCE:
        return [_made(step, term) for term in terms], max(first, last)
    end = terms[-1].due_at
    kept = [term for term in terms if term.due_at < end]
    if not kept:
        # So many at one moment: they are told whole, for a moment cannot be parted.
        kept = list(rows.filter(due_at=end))
        return [_made(step, term) for term in kept], end
    return [_made(step, term) for term in kept], kept[-1].due_at


def _met_anew(
    step: EscalationStep, touched: Collection[int], first: datetime, last: datetime
) -> Iterator[Ended]:
    if touched:
        rows = _terms(step).filter(case__in=touched, due_at__gt=first, due_at__lte=last)
        for term in rows:
            yield _made(step, term)


def _terms(step: EscalationStep) -> "QuerySet[Any]":
    related = ("case__executor", "case__municipality")
    if step.clock == INFORMATION:
        rows = InformationRequest.objects.filter(answered_at=None, cancelled_at=None)
        return rows.select_related(*related, "organisation", "person", "asked_by")
    clocks = Clock.objects.filter(RUNNING).select_related(*related)
    if step.clock:
        clocks = clocks.filter(kind=step.clock)
    else:
        clocks = clocks.exclude(kind=ClockKind.PROMISED)
    if step.regulation_code:
        clocks = clocks.filter(case__regulation__code=step.regulation_code)
    return clocks


def _made(step: EscalationStep, term: Clock | InformationRequest) -> Ended:
    letter = "i" if isinstance(term, InformationRequest) else "c"
    return Ended(term, f"{letter}{term.pk}-{int(term.due_at.timestamp())}-{step.pk}")


def _tell(
    found: Look, step: EscalationStep, ended: Iterable[Ended], staff: Staff, at: datetime
) -> None:
    by_key = {one.key: one for one in ended}
    made = StepMade.objects.filter(key__in=list(by_key)).values_list("key", flat=True)
    for key in made:
        del by_key[key]
    for key, one in by_key.items():
        found.keys.append(key)
        for person in _people(step, one.term, staff):
            found.add(_fact(step, one.term, key, person, staff, at), key.rpartition("-")[0])


def _people(step: EscalationStep, term: Clock | InformationRequest, staff: Staff) -> list[Person]:
    if isinstance(term, InformationRequest) and step.role == Role.EXECUTOR:
        return [*asked_people(term, staff), *staff.with_substitutes([term.asked_by])]
    return [p for p in staff.with_role(step.role, term.case) if staff.sees(p, term.case)]


def _fact(
    step: EscalationStep,
    term: Clock | InformationRequest,
    key: str,
    person: Person,
    staff: Staff,
    at: datetime,
) -> Fact:
    data = {"due": term.due_at.isoformat(), "clock": step.clock, "side": step.side}
    if isinstance(term, InformationRequest):
        sees = staff.sees(person, term.case)
        kind = NoticeKind.INFORMATION_DUE
        case_id = term.case_id if sees else None
        return Fact(person, kind, key, at, case_id, request_id=term.pk, data=data)
    data["clock"] = term.kind
    return Fact(person, _kind(step, term), key, at, term.case_id, data=data)


def _kind(step: EscalationStep, clock: Clock) -> str:
    if step.side == Side.AFTER:
        return NoticeKind.OVERDUE
    return NoticeKind.PROMISE_NEAR if clock.kind == ClockKind.PROMISED else NoticeKind.TERM_SOON
