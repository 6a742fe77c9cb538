"""How much time a rule would have saved on the cases it fits: an estimate, and how it is made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from otklik.cases import terms
from otklik.cases.models import Case, Clock, Event
from otklik.clock import WorkCalendar
from otklik.registry.calendars import calendar_of
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import Regulation, RoutingRule
from otklik.registry.models.regulations import ClockKind

# The newest of the cases are looked at closely; their times stand for the others.
MOST_MEASURED = 5_000
CHUNK = 500
ASSIGNED = "case.assign"
# What an export of the outside systems tells of a person's deed there: the last assignment
# (facts.md 3.2), so of a case assigned twice the hours are too many.
ASSIGNED_OUTSIDE = "case.step.assigned"


@dataclass(frozen=True, slots=True)
class TimeSaved:
    """Hours from registration until a person gave the case on: the rule takes them to nothing.

    ``assigned``: cases a person gave on. ``answered``: cases with a final answer, with the
    median days it took; ``late``: how many of them were answered after the end of the term the
    rule would have set.
    """

    measured: int
    assigned: int
    median_hours: float | None
    total_hours: float
    answered: int
    median_days: float | None
    late: int


def time_saved(rule: RoutingRule, keys: Sequence[int], catalogue: Catalogue) -> TimeSaved:
    """Return the estimate for the cases with the keys, the newest first.

    The hours are those of the calendar, nights and holidays included: the applicant waits
    through them too. A rule with an executor ends the waiting for an executor, a rule with a
    recipient alone that for a recipient, a rule with neither none.
    """
    chosen = keys[:MOST_MEASURED]
    term = _Term(rule, catalogue)
    hours: list[float] = []
    days: list[float] = []
    late = 0
    for case, assigned_at in _with_assignments(chosen, _given_by(rule)):
        began = case.registered_at or case.received_at
        if assigned_at is not None:
            hours.append(max((assigned_at - began).total_seconds(), 0) / 3_600)
        if case.answered_at is not None:
            days.append(max((case.answered_at - began).total_seconds(), 0) / 86_400)
            due = term.due_at(case, began)
            late += due is not None and case.answered_at > due
    return TimeSaved(
        measured=len(chosen),
        assigned=len(hours),
        median_hours=median(hours) if hours else None,
        total_hours=sum(hours),
        answered=len(days),
        median_days=median(days) if days else None,
        late=late,
    )


def _given_by(rule: RoutingRule) -> str:
    """Return the field of a case a person need not fill any more, blank for none."""
    if rule.recipient_id is None:
        return ""
    return "recipient" if rule.executor_id is None else "executor"


def _with_assignments(keys: Sequence[int], given: str) -> Iterator[tuple[Case, datetime | None]]:
    """Yield the cases, each with the moment a person first gave it to somebody else."""
    for start in range(0, len(keys), CHUNK):
        part = list(keys[start : start + CHUNK])
        first = _first_given(part, given) if given else {}
        cases = Case.objects.filter(pk__in=part).only(
            "received_at", "registered_at", "answered_at", "kind", "channel", "importance"
        )
        for case in cases:
            yield case, first.get(case.pk)


def _first_given(keys: Sequence[int], given: str) -> dict[int, datetime]:
    made = Event.objects.filter(case_id__in=keys, name__in=(ASSIGNED, ASSIGNED_OUTSIDE))
    first: dict[int, datetime] = {}
    for event in made.only("case_id", "name", "at", "data").order_by("at", "seq"):
        # Confirming whom the case was with already ended no waiting.
        ends = event.name == ASSIGNED_OUTSIDE or event.details.get("after", {}).get(given)
        if event.case_id is not None and ends:
            first.setdefault(event.case_id, event.at)
    return first


class _Term:
    """The end of the answer's term as the rule would have set it, by the clocks of the register."""

    def __init__(self, rule: RoutingRule, catalogue: Catalogue) -> None:
        self._rule, self._catalogue = rule, catalogue
        self._calendar: WorkCalendar = calendar_of(catalogue.municipality)
        self._running: dict[int, tuple[terms.RunningTerm, ...]] = {}

    def due_at(self, case: Case, began: datetime) -> datetime | None:
        regulation = self._regulation(case, began)
        if regulation is None:
            return None
        running = self._running.get(regulation.pk)
        if running is None:
            running = terms.running_terms(regulation.terms.all())
            self._running[regulation.pk] = running
        clocks: list[Clock] = []
        for occurrence in ("received", "registered", "assigned"):
            terms.apply_occurrence(clocks, running, occurrence, began, self._calendar)
        ends = [clock.due_at for clock in clocks if clock.kind == ClockKind.FINAL_REPLY]
        return ends[0] if ends else None

    def _regulation(self, case: Case, began: datetime) -> Regulation | None:
        rule, catalogue = self._rule, self._catalogue
        day = catalogue.municipality.local(began).date()
        if rule.regulation_code:
            return catalogue.regulation_with_code(rule.regulation_code, day)
        return catalogue.regulation_for(
            kind=case.kind,
            channel=case.channel,
            fast_track=bool(rule.fast_track),
            importance=rule.importance or case.importance,
            on=day,
        )
