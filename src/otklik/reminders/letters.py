"""Which letters are due: a letter for urgent things, a digest at the hour a person chose."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from otklik.clock import WorkCalendar
from otklik.registry.calendars import calendar_of
from otklik.registry.models import Municipality, Person, RoleAssignment
from otklik.registry.models.effective import in_force
from otklik.reminders.models import (
    URGENT,
    Letter,
    Notice,
    NoticeKind,
    NoticeSettings,
    settings_of,
)

# A burst of urgent things is one letter, and the next does not follow at once.
URGENT_PAUSE = timedelta(minutes=15)
# What nobody took into a letter for so long is old: the digest tells how much burns.
OLDEST = timedelta(days=14)


def make_letters(*, at: datetime) -> int:
    """Make the letters that are due at ``at`` and return how many; none is made twice.

    They are sent by ``otklik.reminders.sending``, which also makes their words. Without a mail
    server none are made: they would only pile up.
    """
    if not settings.EMAIL_HOST:
        return 0
    return sum(_make(municipality, at) for municipality in Municipality.objects.order_by("pk"))


def _make(municipality: Municipality, at: datetime) -> int:
    calendar = calendar_of(municipality)
    is_quiet = is_quiet_at(municipality, calendar, at)
    made = _urgent_letters(municipality, at, is_quiet)
    return made + _digests(municipality, calendar, at)


def is_quiet_at(municipality: Municipality, calendar: WorkCalendar, at: datetime) -> bool:
    """Tell whether no letter should wake anybody: by the quiet hours, and on days off."""
    begin, end = municipality.quiet_from, municipality.quiet_until
    if begin is None or end is None or begin == end:
        return False
    local = municipality.local(at)
    if not calendar.is_working_day(local.date()):
        return True
    return _lies_between(local.time(), begin, end)


def _lies_between(moment: time, begin: time, end: time) -> bool:
    if begin < end:
        return begin <= moment < end
    return moment >= begin or moment < end


def _urgent_letters(municipality: Municipality, at: datetime, is_quiet: bool) -> int:
    made = 0
    for person in Person.objects.filter(pk__in=_waiting(municipality, at).values("person")):
        chosen = settings_of(person)
        if not (chosen.urgent_at_once and _is_reachable(person)):
            continue
        if is_quiet and not chosen.at_night:
            continue
        kinds = [NoticeKind.RED_FLAG] if is_quiet else [k for k in URGENT if chosen.wants(k)]
        made += _urgent_letter(municipality, person, kinds, at)
    return made


def _waiting(municipality: Municipality, at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(
        municipality=municipality,
        kind__in=sorted(URGENT),
        at__gt=at - OLDEST,
        seen_at=None,
        letter=None,
    )


def _urgent_letter(
    municipality: Municipality, person: Person, kinds: Sequence[str], at: datetime
) -> int:
    letters = Letter.objects.filter(person=person, municipality=municipality)
    if letters.filter(is_digest=False, made_at__gt=at - URGENT_PAUSE).exists():
        return 0
    rows = _waiting(municipality, at).filter(person=person, kind__in=kinds)
    with transaction.atomic():
        # Taken under the lock of its first: of two who make letters one gets them.
        keys = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
        if not keys:
            return 0
        slot = f"urgent-{municipality.pk}-{person.pk}-{keys[0]}"
        letter, is_made = Letter.objects.get_or_create(
            slot=slot,
            defaults={
                "person": person,
                "municipality": municipality,
                "is_digest": False,
                "made_at": at,
                "next_try_at": at,
            },
        )
        Notice.objects.filter(pk__in=keys).update(letter=letter)
    return int(is_made)


def _digests(municipality: Municipality, calendar: WorkCalendar, at: datetime) -> int:
    local = municipality.local(at)
    if not calendar.is_working_day(local.date()):
        return 0
    made = 0
    for person in _people(municipality, at):
        chosen = settings_of(person)
        if _is_reachable(person) and _is_digest_due(chosen, local, calendar):
            made += _digest(municipality, person, chosen, at)
    return made


def _people(municipality: Municipality, at: datetime) -> Iterator[Person]:
    """Yield the people with a role here whose digest of the day was not made yet."""
    on = municipality.local(at).date()
    roles = RoleAssignment.objects.filter(in_force(on), municipality=municipality)
    people = Person.objects.filter(pk__in=roles.values("person"), is_active=True)
    done = Letter.objects.filter(
        municipality=municipality, is_digest=True, made_at__gt=at - timedelta(days=1)
    )
    todays = {slot for slot in done.values_list("slot", flat=True) if slot.endswith(f"-{on}")}
    for person in people.exclude(email="").select_related("notice_settings").order_by("pk"):
        if _slot(municipality, person, on.isoformat()) not in todays:
            yield person


def _slot(municipality: Municipality, person: Person, day: str) -> str:
    return f"digest-{municipality.pk}-{person.pk}-{day}"


def _is_reachable(person: Person) -> bool:
    return bool(person.email) and person.is_active


def _is_digest_due(chosen: NoticeSettings, local: datetime, calendar: WorkCalendar) -> bool:
    if chosen.digest == NoticeSettings.Digest.OFF or local.hour < chosen.hour:
        return False
    if chosen.digest == NoticeSettings.Digest.DAILY:
        return True
    # The day of the week that is one of rest gives way to the next working day.
    today = local.date()
    asked = today - timedelta(days=(today.isoweekday() - chosen.weekday) % 7)
    return calendar.working_days_between(asked - timedelta(days=1), today) == 1


def _digest(
    municipality: Municipality, person: Person, chosen: NoticeSettings, at: datetime
) -> int:
    with transaction.atomic():
        letter, is_made = Letter.objects.get_or_create(
            slot=_slot(municipality, person, municipality.local(at).date().isoformat()),
            defaults={
                "person": person,
                "municipality": municipality,
                "is_digest": True,
                "made_at": at,
                "next_try_at": at,
            },
        )
        if is_made:
            rows = Notice.objects.filter(
                person=person,
                municipality=municipality,
                at__gt=at - OLDEST,
                seen_at=None,
                letter=None,
            )
            rows.exclude(kind__in=chosen.silent_kinds).update(letter=letter)
    return int(is_made)
