"""What the clock of the office does with a promise: reminds, returns the case, calls it broken."""

from datetime import datetime, timedelta

from django.db import transaction

from otklik.cases import log, moves, promises
from otklik.cases.models import Case, Clock, Promise, PromiseState
from otklik.cases.models.choices import State
from otklik.registry.grants import grants_of_office
from otklik.registry.models.regulations import ClockKind
from otklik.registry.permissions import Permission

RETURNED, BROKEN, KEPT, REMINDED = "returned", "broken", "kept", "reminded"


def watch_promise(*, case: Case, at: datetime) -> str:
    """Do what the local day of ``at`` wants and tell it: one of the symbols above, or blank.

    On the eve an entry ``case.promise_near`` is written, for whoever tells people. When the day
    has passed a deferred case comes back to work with the terms that start at ``resumed``, and
    the promise is broken. Safe to call again and by several at once: all is decided under the
    lock of the case, once.
    """
    with transaction.atomic():
        log.hold(case.municipality)
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        promise = promises.open_promise(locked)
        if promise is None:
            return ""
        today = locked.municipality.local(at).date()
        if promise.promised_date >= today:
            is_eve = promise.promised_date - today <= timedelta(days=1)
            return _remind(locked, promise, at) if is_eve else ""
        if locked.state == State.DEFERRED:
            _bring_back(locked, promise, at)
            return RETURNED
        return _judge(locked, promise, at)


def _bring_back(case: Case, promise: Promise, at: datetime) -> None:
    grants = grants_of_office(case.municipality, Permission.VIEW_CASE, Permission.DEFER_CASE)
    with moves.move("resume", case=case, grants=grants, at=at, actor=log.MACHINE) as current:
        promises.end_open(current.case, PromiseState.BROKEN, at)
        current.note(is_done=False, promised_date=promise.promised_date)


def _judge(case: Case, promise: Promise, at: datetime) -> str:
    """End the promise of a case that is in work or has ended, by what became of its clock."""
    clock = Clock.objects.filter(case=case, kind=ClockKind.PROMISED).order_by("pk").last()
    met_at = clock.met_at if clock else None
    ended = met_at or case.answered_at or case.closed_at
    if ended is not None and promises.is_in_time(promise.promised_date, case, ended):
        promises.end_open(case, PromiseState.KEPT, ended)
        return KEPT
    promises.end_open(case, PromiseState.BROKEN, at)
    _write(case, "case.promise_broken", promise, at)
    return BROKEN


def _remind(case: Case, promise: Promise, at: datetime) -> str:
    if promise.reminded_at is not None or case.state != State.DEFERRED:
        return ""
    promise.reminded_at = at
    promise.save(update_fields=["reminded_at"])
    _write(case, "case.promise_near", promise, at)
    return REMINDED


def _write(case: Case, name: str, promise: Promise, at: datetime) -> None:
    told = {"promised_date": promise.promised_date.isoformat()}
    entry = log.Entry(name, case.pk, at, told, log.MACHINE)
    log.append(case.municipality, [entry], person=None, recorded_at=at)
