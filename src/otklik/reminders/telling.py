"""Telling people what is new: read what there is, then store it all or nothing.

What is new is found first and stored in one short transaction that also moves the cursor. After
a crash anywhere there is all of it or nothing, and what was not stored is found again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from otklik.cases.models import Event, LogHead
from otklik.registry.calendars import calendar_of
from otklik.registry.models import Municipality
from otklik.reminders import facts, news, steps
from otklik.reminders.models import Cursor, Reach, StepMade
from otklik.reminders.staff import Staff

EVENTS_AT_ONCE = 400
# A centre that begins to be reminded is told of the last day, not of its whole past.
FIRST_LOOK_BACK = timedelta(days=1)


def tell_news(*, at: datetime, with_steps: bool = True) -> int:
    """Tell what is new in each municipality; return how many notices were made.

    ``with_steps`` also looks at the terms: once a minute is often enough. Safe to be done by two
    at once, and again after a crash.
    """
    return sum(
        _tell(municipality, at)
        for municipality in Municipality.objects.order_by("pk")
        if with_steps or _has_news(municipality)
    )


def begin(municipality: Municipality, *, at: datetime) -> Cursor:
    """Return the cursor of the municipality; a new one stands a day back in the log."""
    found = Cursor.objects.filter(municipality=municipality).first()
    if found is not None:
        return found
    seq = _seq_before(municipality, at - FIRST_LOOK_BACK)
    return Cursor.objects.get_or_create(municipality=municipality, defaults={"seq": seq})[0]


def _seq_before(municipality: Municipality, moment: datetime) -> int:
    """Return the number of the last entry written down before the moment, by halving."""
    head = LogHead.objects.filter(municipality=municipality).first()
    low, high = 0, head.last_seq if head else 0
    events = Event.objects.filter(municipality=municipality)
    while low < high:
        middle = (low + high + 1) // 2
        row = events.filter(seq__lte=middle).order_by("-seq").first()
        if row is None or row.recorded_at < moment:
            low = middle
        else:
            high = middle - 1
    return low


def _has_news(municipality: Municipality) -> bool:
    read = Cursor.objects.filter(municipality=municipality).values_list("seq", flat=True).first()
    head = LogHead.objects.filter(municipality=municipality).first()
    return head is not None and (read is None or read < head.last_seq)


def _tell(municipality: Municipality, at: datetime) -> int:
    made = 0
    while True:
        cursor = begin(municipality, at=at)
        events = _unread(cursor)
        staff = Staff(municipality, municipality.local(at).date())
        told = news.facts_of(events, municipality, staff)
        # Cases the log tells of are met by the steps anew: their terms may have moved.
        touched = {event.case_id for event in events if event.case_id}
        found = steps.look(municipality, staff, calendar_of(municipality), at, touched)
        made += _store(cursor, events, [*told, *found.facts], found, at)
        if len(events) < EVENTS_AT_ONCE and not found.is_more:
            return made


def _unread(cursor: Cursor) -> list[Event]:
    rows = Event.objects.filter(municipality=cursor.municipality_id, seq__gt=cursor.seq)
    return list(rows.order_by("seq")[:EVENTS_AT_ONCE])


def _store(
    cursor: Cursor,
    events: list[Event],
    told: list[facts.Fact],
    found: steps.Look,
    at: datetime,
) -> int:
    """Store all that was found; nothing where another look has stored it meanwhile."""
    if not (events or told or found.keys or found.is_more):
        return 0
    seq = events[-1].seq if events else cursor.seq
    with transaction.atomic():
        mine = Cursor.objects.filter(pk=cursor.pk, looks=cursor.looks)
        if not mine.update(seq=seq, looks=F("looks") + 1):
            return 0
        StepMade.objects.bulk_create([StepMade(key=key) for key in found.keys])
        Reach.objects.bulk_create(
            found.reaches,
            update_conflicts=True,
            unique_fields=["municipality", "step"],
            update_fields=["due_at"],
        )
        return facts.store(told, cursor.municipality, at)
