"""The running and ended terms of a case in words: what is due, how much is left, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.cases.models import Case, Clock
from otklik.clock import Unit
from otklik.registry.models import Regulation, RegulationTerm
from otklik.registry.models.regulations import ClockKind
from otklik.web.desk.deadlines import DeadlineWords, shade_of


@dataclass(frozen=True, slots=True)
class TermLine:
    """A clock of the case ready for the card. ``shade`` is the colour symbol of the deadline."""

    clock: Clock
    label: str
    standing: str
    shade: str
    length: str
    starts: str
    law: str
    is_running: bool
    was_extended: bool


def term_lines(case: Case, at: datetime) -> list[TermLine]:
    """Return the clocks of the case: running ones first, the nearest first."""
    clocks = sorted(case.clocks.all(), key=lambda clock: (not clock.is_running, clock.due_at))
    terms = _terms(case.regulation)
    words = DeadlineWords(at, case.municipality)
    return [_line(clock, case.regulation, terms.get(clock.kind), words) for clock in clocks]


def _terms(regulation: Regulation | None) -> dict[str, RegulationTerm]:
    return {term.clock: term for term in regulation.terms.all()} if regulation else {}


def _line(
    clock: Clock,
    regulation: Regulation | None,
    term: RegulationTerm | None,
    words: DeadlineWords,
) -> TermLine:
    is_promise = clock.kind == ClockKind.PROMISED
    ground = (regulation.name, regulation.law) if regulation and not is_promise else ()
    return TermLine(
        clock=clock,
        label=str(clock.get_kind_display()),
        standing=standing_words(clock, words),
        shade=_shade(clock, words.at),
        length="" if is_promise else length_words(clock.amount, clock.unit),
        starts=_("the day promised to the applicant") if is_promise else _starts(term),
        law=" · ".join(part for part in ground if part),
        is_running=clock.is_running,
        was_extended=clock.due_at != clock.original_due_at,
    )


def _shade(clock: Clock, at: datetime) -> str:
    if clock.cancelled_at is not None:
        return "off"
    if clock.met_at is not None:
        return "late" if clock.is_overdue(at) else "met"
    return shade_of(clock.due_at, at)


def standing_words(clock: Clock, words: DeadlineWords) -> str:
    """Say how the clock stands at the moment of ``words``, time left in the unit of its term."""
    if clock.cancelled_at is not None:
        return _("no longer needed")
    if clock.met_at is not None:
        return _("met late") if clock.is_overdue(words.at) else _("met in time")
    return words.of(clock.due_at, clock.unit)


def length_words(amount: int, unit: str) -> str:
    """Return a length of time in words, such as 30 calendar days."""
    if unit == Unit.WORKING_DAYS:
        words = ngettext("%(n)s working day", "%(n)s working days", amount)
    elif unit == Unit.WORKING_HOURS:
        words = ngettext("%(n)s working hour", "%(n)s working hours", amount)
    elif unit == Unit.CLOCK_HOURS:
        words = ngettext("%(n)s hour", "%(n)s hours", amount)
    else:
        words = ngettext("%(n)s calendar day", "%(n)s calendar days", amount)
    return words % {"n": amount}


def _starts(term: RegulationTerm | None) -> str:
    if term is None:
        return ""
    names = {
        "received": _("from receipt"),
        "registered": _("from registration"),
        "assigned": _("from assignment"),
        "interim_reply": _("from the interim answer"),
        "deferred": _("from the deferral"),
        "reopened": _("from the re-opening"),
    }
    symbols = [part.strip() for part in term.starts_at.split(";") if part.strip()]
    return ", ".join(names.get(symbol, symbol) for symbol in symbols)
