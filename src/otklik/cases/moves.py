"""The one way a person's deed changes a case: lock, check the table, change, log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from otklik.cases import log, states, terms
from otklik.cases.models import Case, Clock
from otklik.cases.queries import access
from otklik.registry.calendars import calendar_of
from otklik.registry.grants import Grants
from otklik.registry.models import Person


@dataclass
class Move:
    """A step under way. ``case`` is the locked row; change it through ``set``.

    ``told_as`` is the name of the deed in the log, where that of the step would say too much.
    """

    case: Case
    step: states.Step
    grants: Grants
    at: datetime
    recorded_at: datetime
    clocks: list[Clock]
    data: dict[str, Any] = field(default_factory=dict)
    to_state: str | None = None
    actor: str = log.PERSON
    told_as: str = ""

    @property
    def person(self) -> Person:
        """Who acts."""
        return self.grants.person

    def set(self, **values: Any) -> None:
        """Set fields of the case: the log keeps before and after, later files leave them be.

        A value the person found right as it was is his as well; so is what an applicant said.
        """
        self.put(**values)
        self.case.set_by_person = sorted({*self.case.set_by_person, *values})

    def put(self, **values: Any) -> None:
        """Set fields of the case that later files may set again; the log keeps both."""
        before: dict[str, Any] = self.data.setdefault("before", {})
        after: dict[str, Any] = self.data.setdefault("after", {})
        for name, value in values.items():
            old = getattr(self.case, name)
            if old != value:
                before[name], after[name] = _plain(old), _plain(value)
                setattr(self.case, name, value)

    def release(self, *names: str) -> None:
        """Let later files set these fields again."""
        self.case.set_by_person = sorted({*self.case.set_by_person} - {*names})

    def become(self, deed: str) -> None:
        """Let the deed end as another one of the table, allowed from the same state."""
        self.step = states.step_for(self.case, deed)
        self.to_state = self.step.to_state

    def decide(self, aspect: str, code: str) -> None:
        """Note that a person decided the aspect (topic, place, recipient) of the case."""
        self.case.decisions = {
            **self.case.decisions,
            aspect: {"by": log.PERSON, "code": code, "confidence": 1.0, "reasons": []},
        }

    def note(self, **details: Any) -> None:
        """Add details to the entry of the log."""
        self.data.update(details)


@contextmanager
def move(
    deed: str,
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    given: dict[str, object] | None = None,
    happened_at: datetime | None = None,
    actor: str = log.PERSON,
    gate: Callable[[Case], None] | None = None,
) -> Iterator[Move]:
    """Make a step of the table with the case, in one transaction.

    ``at`` is the present; ``happened_at`` when the deed really was done, if it is only now
    written down: clocks go by it, and the log keeps both. ``actor`` is who acts where no person
    of the office does: the machine's clock, or the applicant by his link; ``grants`` are then
    those of the office. ``gate`` stands in the place of the
    permission where people may act who do not see the case: it raises ``access.NotAllowed``.

    Raises ``states.StepNotAllowed``, ``access.NotAllowed`` or ``states.StepIncomplete`` before
    anything changes; an exception of the deed itself undoes everything.
    """
    with transaction.atomic():
        log.hold(case.municipality)
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if gate is None:
            access.require(grants, states.TABLE[deed].permission, locked)
        else:
            gate(locked)
        step = states.step_for(locked, deed)
        states.check_needs(step, given or {})
        clocks = list(locked.clocks.all())
        current = Move(locked, step, grants, happened_at or at, at, clocks)
        current.to_state, current.actor = step.to_state, actor
        yield current
        _finish(current)


def _finish(current: Move) -> None:
    case, at = current.case, current.at
    if current.to_state is not None and current.to_state != case.state:
        current.note(from_state=case.state, to_state=current.to_state)
        case.state, case.state_at = current.to_state, at
        case.decisions = {**case.decisions, "state": {"by": current.actor}}
        if not case.is_open:
            # Who ended the case had the flag before his eyes: it calls nobody any more.
            case.flag_waits_since = None
    _move_clocks(current)
    case.save()
    name = f"case.{current.told_as or current.step.deed}"
    entry = log.Entry(name, case.pk, at, current.data, current.actor)
    log.append(case.municipality, [entry], person=current.person, recorded_at=current.recorded_at)


def _move_clocks(current: Move) -> None:
    case, step = current.case, current.step
    if step.occurrences:
        calendar = calendar_of(case.municipality)
        regulation_terms = (
            terms.running_terms(case.regulation.terms.all()) if case.regulation else ()
        )
        for occurrence in step.occurrences:
            terms.apply_occurrence(
                current.clocks, regulation_terms, occurrence, current.at, calendar
            )
    if step.cancels_clocks:
        # A clock the deed itself has just set, such as a promised date, goes on running.
        terms.cancel_running([clock for clock in current.clocks if clock.pk], current.at)
    save_clocks(case, current.clocks)
    terms.set_next_due(case, current.clocks)


def save_clocks(case: Case, clocks: list[Clock]) -> None:
    """Store the clocks of a case, new and changed ones."""
    for clock in clocks:
        clock.case = case
        clock.save()


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return {"id": value.pk, "name": str(value)}
    return value
