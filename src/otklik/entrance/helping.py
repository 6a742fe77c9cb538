"""What an administrator does to the login of another; each deed is in both logs.

``by`` is ``None`` for the command line: who runs commands on the machine holds the database.
Who may do it to whom is asked before (the registry of every place the person works at).
"""

from datetime import datetime

from axes.utils import reset
from django.db import transaction

from otklik.cases import log
from otklik.entrance.factors import remove_all
from otklik.entrance.models import LoginEventKind, SessionEnd, WrongCodes
from otklik.entrance.record import note
from otklik.entrance.sessions import end_all
from otklik.registry.models import Municipality, Person


class ReasonMissing(Exception):
    """A second factor is taken off for a reason that can be read later."""


def unlock(person: Person, *, by: Person | None, at: datetime) -> None:
    """Let the person try again at once after failed attempts."""
    reset(username=person.login)
    with transaction.atomic():
        WrongCodes.objects.filter(person=person).delete()
        note(LoginEventKind.UNLOCKED, at=at, person=person, by=by)
        _write_down("login.unlocked", person, by=by, at=at)


def reset_second_factor(person: Person, *, by: Person | None, reason: str, at: datetime) -> None:
    """Take all second factors off, as when the phone is lost, and end all sessions.

    The person is told at the next entry. Raises ``ReasonMissing``.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        remove_all(person)
        note(LoginEventKind.FACTOR_RESET, at=at, person=person, by=by, detail=reason.strip())
        end_all(person, SessionEnd.BY_ADMINISTRATOR, at=at, by=by)
        _write_down("login.factor_reset", person, by=by, at=at, reason=reason.strip())


def end_sessions(person: Person, *, by: Person | None, at: datetime) -> int:
    """End all sessions of the person; return how many there were."""
    with transaction.atomic():
        ended = end_all(person, SessionEnd.BY_ADMINISTRATOR, at=at, by=by)
        if ended:
            _write_down("login.sessions_ended", person, by=by, at=at)
    return ended


def _write_down(
    name: str, person: Person, *, by: Person | None, at: datetime, reason: str = ""
) -> None:
    """Append to the chain of every municipality the person works for."""
    keys = set(person.role_assignments.values_list("municipality_id", flat=True))
    if person.organisation is not None:
        keys.add(person.organisation.municipality_id)
    data = {"login": person.login} | ({"reason": reason} if reason else {})
    for place in Municipality.objects.filter(pk__in=keys).order_by("code"):
        log.append(place, [log.Entry(name, None, at, data)], person=by, recorded_at=at)
