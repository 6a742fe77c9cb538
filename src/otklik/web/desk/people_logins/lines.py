"""Lines of the list of logins: what each person has, in few queries for a page of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from otklik.entrance.lockout import locked_logins
from otklik.entrance.models import (
    AuthenticatorApp,
    LoginEvent,
    LoginEventKind,
    LoginSession,
    Passkey,
)
from otklik.registry.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """A person, the factors, the last entry, open sessions, and whether he is locked out."""

    person: Person
    has_app: bool
    passkeys: int
    entered_at: datetime | None
    sessions: int
    is_locked: bool


def lines_of(people: Iterable[Person], *, at: datetime) -> list[Line]:
    """Return a line for each person, in their order."""
    shown = list(people)
    keys = [person.pk for person in shown]
    apps = set(AuthenticatorApp.objects.filter(person__in=keys).values_list("pk", flat=True))
    passkeys = _counted(Passkey.objects.filter(person__in=keys))
    opened = _counted(LoginSession.objects.filter(person__in=keys, ended_at=None))
    entered = dict(
        LoginEvent.objects.filter(person__in=keys, kind=LoginEventKind.ENTERED)
        .values_list("person")
        .annotate(Max("at"))
    )
    locked = locked_logins((person.login for person in shown), at=at)
    return [
        Line(
            person,
            person.pk in apps,
            passkeys.get(person.pk, 0),
            entered.get(person.pk),
            opened.get(person.pk, 0),
            person.login in locked,
        )
        for person in shown
    ]


def _counted(rows: QuerySet[Passkey] | QuerySet[LoginSession]) -> dict[int, int]:
    return dict(rows.order_by().values_list("person").annotate(Count("pk")))
