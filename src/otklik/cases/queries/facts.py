"""The one window for counting: flat facts of cases and clocks, without a word of their texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from otklik.cases.models import Answer, Case, Clock, Promise, PromiseState, Rating
from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.registry.models import Municipality
from otklik.registry.models.regulations import ClockKind

REPLY_CLOCKS = (ClockKind.FIRST_REPLY, ClockKind.FINAL_REPLY, ClockKind.INTERIM_FOLLOWUP)


@dataclass(frozen=True, slots=True)
class CaseFact:
    """What is counted of a case; ids are registry keys, moments aware."""

    case_id: int
    channel: str
    kind: str
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    state: str
    topic_id: int | None
    topic_group_id: int | None
    settlement_id: int | None
    recipient_id: int | None
    block_id: int | None
    jurisdiction_level: str
    fast_track: bool
    repeat_kind: str
    problem_id: int | None
    promised_date: object
    resolution: str
    rating: int | None


@dataclass(frozen=True, slots=True)
class ClockFact:
    """A term that ended: whose it was, when due, when met."""

    case_id: int
    kind: str
    recipient_id: int | None
    started_at: datetime
    due_at: datetime
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class RatingFact:
    """A rating and whose answer it was."""

    case_id: int
    recipient_id: int | None
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """A final answer that was sent: whose it was, and its scores of quality, if any."""

    answer_id: int
    number: str
    recipient_id: int | None
    block_id: int | None
    sent_at: datetime
    score: int | None
    machine_score: int | None


CASE_FIELDS = tuple(name for name in CaseFact.__slots__ if name != "case_id")


def cases_received(
    municipality: Municipality, from_at: datetime, until_at: datetime
) -> Iterator[CaseFact]:
    """Yield the cases received in the half-open period."""
    rows = Case.objects.of_municipality(municipality).filter(
        received_at__gte=from_at, received_at__lt=until_at
    )
    for row in rows.order_by("pk").values_list("pk", *CASE_FIELDS).iterator():
        yield CaseFact(*row)


def reply_terms_ended(
    municipality: Municipality, from_at: datetime, until_at: datetime
) -> Iterator[ClockFact]:
    """Yield the reply terms whose due moment lies in the half-open period.

    A cancelled one counts only if it had been missed by then: nothing undoes a missed term.
    """
    rows = Clock.objects.filter(
        case__municipality=municipality,
        kind__in=REPLY_CLOCKS,
        due_at__gte=from_at,
        due_at__lt=until_at,
    )
    rows = rows.filter(Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=F("due_at")))
    rows = rows.order_by("pk")
    fields = ("case_id", "kind", "case__recipient_id", "started_at", "due_at", "met_at")
    for row in rows.values_list(*fields).iterator():
        yield ClockFact(*row)


def promises_ended(
    municipality: Municipality, from_at: datetime, until_at: datetime
) -> Iterator[ClockFact]:
    """Yield the promises of deferred solutions whose day lies in the half-open period."""
    rows = Clock.objects.filter(
        case__municipality=municipality,
        kind=ClockKind.PROMISED,
        due_at__gte=from_at,
        due_at__lt=until_at,
        cancelled_at__isnull=True,
    ).order_by("pk")
    fields = ("case_id", "kind", "case__recipient_id", "started_at", "due_at", "met_at")
    for row in rows.values_list(*fields).iterator():
        yield ClockFact(*row)


def promises_moved(
    municipality: Municipality, from_at: datetime, until_at: datetime
) -> Iterator[tuple[int | None, int]]:
    """Yield recipient and case of each promise moved to another day in the half-open period."""
    rows = Promise.objects.filter(
        case__municipality=municipality,
        state=PromiseState.MOVED,
        ended_at__gte=from_at,
        ended_at__lt=until_at,
    )
    yield from rows.order_by("pk").values_list("recipient_id", "case_id").iterator()


def ratings_given(
    municipality: Municipality, from_at: datetime, until_at: datetime
) -> Iterator[RatingFact]:
    """Yield the ratings given in the half-open period."""
    rows = Rating.objects.filter(
        case__municipality=municipality, at__gte=from_at, at__lt=until_at
    ).order_by("pk")
    for row in rows.values_list("case_id", "case__recipient_id", "value", "at").iterator():
        yield RatingFact(*row)


def open_at(municipality: Municipality, at: datetime) -> int:
    """Return how many cases received before the moment ``at`` had not ended by then."""
    still = Q(answered_at__isnull=True) | Q(answered_at__gte=at)
    not_closed = Q(closed_at__isnull=True) | Q(closed_at__gte=at)
    return (
        Case.objects.of_municipality(municipality)
        .filter(still, not_closed, received_at__lt=at)
        .count()
    )


def burning(municipality: Municipality, at: datetime, limit: int) -> list[Case]:
    """Return the open cases whose term ended before ``at``, the longest overdue first."""
    rows = Case.objects.of_municipality(municipality).filter(next_due_at__lt=at)
    return list(rows.with_names().order_by(F("next_due_at").asc(), "pk")[:limit])


def count_received(municipality: Municipality, from_at: datetime, until_at: datetime) -> int:
    """Return how many cases were received in the half-open period."""
    return (
        Case.objects.of_municipality(municipality)
        .filter(received_at__gte=from_at, received_at__lt=until_at)
        .count()
    )


def answers_sent(
    municipality: Municipality, from_at: datetime, until_at: datetime
) -> Iterator[AnswerFact]:
    """Yield the final answers sent in the half-open period."""
    rows = Answer.objects.filter(
        case__municipality=municipality,
        state=AnswerState.SENT,
        kind=AnswerKind.FINAL,
        sent_at__gte=from_at,
        sent_at__lt=until_at,
    ).order_by("sent_at", "pk")
    fields = ("pk", "case__number", "case__recipient_id", "case__block_id", "sent_at")
    scores = ("quality__score", "quality__machine_score")
    for row in rows.values_list(*fields, *scores).iterator():
        yield AnswerFact(*row)
