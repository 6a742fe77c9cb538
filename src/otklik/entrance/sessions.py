"""Sessions of people: begun, seen, proven, ended; and what a session still lacks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from otklik.entrance.models import (
    DEVICE_LENGTH,
    AuthenticatorApp,
    LoginEventKind,
    LoginSession,
    Passkey,
    Proof,
    SessionEnd,
)
from otklik.entrance.place import Place
from otklik.entrance.record import note
from otklik.entrance.rules import rule_for
from otklik.registry.models import Person, RoleAssignment

# How often it is written down that somebody is there.
SEEN_EVERY = timedelta(minutes=1)
# How long one may stand at the door between the password and the second step.
LONGEST_AT_THE_DOOR = timedelta(minutes=30)
BRIEF_WAIT_MS = 200


class Lack(StrEnum):
    """What a session still lacks before it opens anything."""

    NOTHING = ""
    SECOND_STEP = "second_step"
    SETTING_UP = "setting_up"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a session is worth now: over, and why, or what it lacks."""

    end: str = ""
    lack: Lack = Lack.NOTHING


def begin(person: Person, *, at: datetime, place: Place, proof: str = Proof.NONE) -> LoginSession:
    """Begin a session of a person whose password, or passkey, was right."""
    return LoginSession.objects.create(
        person=person,
        started_at=at,
        seen_at=at,
        proof=proof,
        ip=place.ip,
        device=place.device[:DEVICE_LENGTH],
    )


def found(key: object, person: Person) -> LoginSession | None:
    """Return the session of the person with the key, or ``None`` when it has ended."""
    if not isinstance(key, int):
        return None
    rows = LoginSession.objects.filter(pk=key, person=person, ended_at=None)
    return rows.annotate(has_factor=_has_factor()).first()


def standing_of(
    session: LoginSession, *, at: datetime, held: list[RoleAssignment] | None = None
) -> Standing:
    """Return what the session is worth at ``at``, by the rules and factors of its person.

    ``held`` are the roles of the person that day where they have been asked for already.
    """
    rule = rule_for(session.person, timezone.localdate(at), held)
    longest = rule.longest
    if longest is not None and at >= session.started_at + longest:
        return Standing(end=SessionEnd.TOO_LONG)
    if rule.idle is not None and at >= session.seen_at + rule.idle:
        return Standing(end=SessionEnd.IDLE)
    if session.proof:
        return Standing()
    has_factor = getattr(session, "has_factor", None)
    if has_factor is None:
        has_factor = has_second_factor(session.person)
    if not (has_factor or rule.is_required):
        return Standing()
    if at >= session.started_at + LONGEST_AT_THE_DOOR:
        return Standing(end=SessionEnd.TOO_LONG)
    return Standing(lack=Lack.SECOND_STEP if has_factor else Lack.SETTING_UP)


def has_second_factor(person: Person) -> bool:
    """Tell whether the person has an app with codes or a passkey."""
    apps = AuthenticatorApp.objects.filter(person=person)
    return apps.exists() or Passkey.objects.filter(person=person).exists()


def _has_factor() -> Exists:
    apps = AuthenticatorApp.objects.filter(person=OuterRef("person"))
    return Exists(apps) | Exists(Passkey.objects.filter(person=OuterRef("person")))  # type: ignore[return-value]


def see(session: LoginSession, *, at: datetime) -> None:
    """Write down now and then that the person is there.

    An import holds the write lock of SQLite for its whole length: no page waits for this note,
    it is made by a later one.
    """
    if at < session.seen_at + SEEN_EVERY:
        return
    rows = LoginSession.objects.filter(pk=session.pk, ended_at=None)
    if connection.vendor != "sqlite":
        rows.update(seen_at=at)
        return
    usual = int(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {BRIEF_WAIT_MS}")
        try:
            rows.update(seen_at=at)
        except OperationalError:
            return
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def prove(session: LoginSession, proof: str, *, at: datetime) -> None:
    """Keep what the person has shown beside the password."""
    LoginSession.objects.filter(pk=session.pk).update(proof=proof, seen_at=at)
    session.proof, session.seen_at = proof, at


def open_sessions(person: Person, *, at: datetime) -> QuerySet[LoginSession]:
    """Return the sessions of the person that may still be used, the last seen first."""
    oldest = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = LoginSession.objects.filter(person=person, ended_at=None, started_at__gt=oldest)
    return rows.order_by("-seen_at", "-pk")


def end(session: LoginSession, why: str, *, at: datetime) -> None:
    """End the session and write it down; one that has ended stays as it is."""
    rows = LoginSession.objects.filter(pk=session.pk, ended_at=None)
    if rows.update(ended_at=at, end=why):
        place = Place(session.ip, session.device)
        note(LoginEventKind.SESSION_ENDED, at=at, person=session.person, place=place, detail=why)


def end_all(
    person: Person,
    why: str,
    *,
    at: datetime,
    but: LoginSession | None = None,
    by: Person | None = None,
) -> int:
    """End all sessions of the person, or all but one; return how many there were."""
    rows = LoginSession.objects.filter(person=person, ended_at=None)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    ended = rows.update(ended_at=at, end=why)
    if ended:
        note(LoginEventKind.SESSION_ENDED, at=at, person=person, by=by, detail=why)
    return ended


def end_of_closed(*, at: datetime) -> int:
    """End the sessions of people whose account is closed, so that none lives on when reopened."""
    rows = LoginSession.objects.filter(ended_at=None, person__is_active=False)
    people = Person.objects.filter(pk__in=list(rows.values_list("person", flat=True)))
    return sum(end_all(person, SessionEnd.CLOSED, at=at) for person in people)
