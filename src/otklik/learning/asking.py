"""Asking for a run of learning: in the browser, or when the night has come."""

from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from otklik.learning.labelled import is_taught_since
from otklik.learning.models import LearningRun, RunState
from otklik.registry.models import Municipality, Person

LEASE = timedelta(minutes=30)
# At night nobody waits for the machine, and the day's corrections are all there.
NIGHT = time(3, 0)
UNFINISHED = (RunState.QUEUED, RunState.RUNNING)


def ask(municipality: Municipality, *, person: Person | None, at: datetime) -> LearningRun:
    """Ask for a run and return it, or the one that already waits or runs."""
    try:
        with transaction.atomic():
            return LearningRun.objects.create(
                municipality=municipality, asked_by=person, asked_at=at
            )
    except IntegrityError:
        return LearningRun.objects.get(municipality=municipality, state__in=UNFINISHED)


def ask_for_the_night(*, at: datetime) -> int:
    """Ask for a run wherever the night has come and the day has taught something; return how many.

    Once a night, by the clock of each municipality.
    """
    asked = 0
    for municipality in Municipality.objects.order_by("code"):
        here = municipality.local(at)
        night = datetime.combine(here.date(), NIGHT, tzinfo=municipality.zone)
        last = LearningRun.objects.filter(municipality=municipality).order_by("-asked_at").first()
        if here < night or (last is not None and last.asked_at >= night):
            continue
        if last is not None and not is_taught_since(municipality, last.asked_at):
            continue
        ask(municipality, person=None, at=at)
        asked += 1
    return asked


def free(at: datetime) -> Q:
    """Return the filter of runs that wait, or whose worker died."""
    dead = Q(state=RunState.RUNNING) & Q(leased_until__lt=at)
    return Q(state=RunState.QUEUED) | dead


def is_waiting(*, at: datetime) -> bool:
    """Tell whether there is a run to do."""
    return LearningRun.objects.filter(free(at)).exists()


def put_back() -> None:
    """Let the run whose process was ended wait again, instead of until its lease ends."""
    LearningRun.objects.filter(state=RunState.RUNNING).update(
        state=RunState.QUEUED, leased_until=None
    )
