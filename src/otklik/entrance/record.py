"""The log of logins: apart from the chain of the centre, for it has a term of keeping.

Anybody can fill it from outside, and addresses of people are personal data: neither may stand
for ever in a chain nothing can be taken out of (152-FZ art. 5 part 7). What an administrator
does to another's login goes into the chain as well (``helping``).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from otklik.entrance.models import DEVICE_LENGTH, LoginEvent, LoginEventKind, LoginSession
from otklik.entrance.place import NOWHERE, Place
from otklik.registry.models import Municipality, Person, RoleAssignment, Substitution

COUNTED_TOGETHER = frozenset(
    {LoginEventKind.FAILED, LoginEventKind.LOCKED, LoginEventKind.WRONG_CODE}
)
TOGETHER = timedelta(minutes=10)


def note(
    kind: LoginEventKind,
    *,
    at: datetime,
    person: Person | None,
    place: Place = NOWHERE,
    by: Person | None = None,
    detail: str = "",
) -> None:
    """Write down what happened; the same failure within minutes is counted, not repeated."""
    device = place.device[:DEVICE_LENGTH]
    if kind in COUNTED_TOGETHER:
        same = LoginEvent.objects.filter(
            kind=kind, person=person, ip=place.ip, at__gt=at - TOGETHER, at__lte=at
        )
        latest = same.order_by("-at").values_list("pk", flat=True).first()
        if latest and LoginEvent.objects.filter(pk=latest).update(times=F("times") + 1):
            return
    LoginEvent.objects.create(
        kind=kind, at=at, person=person, by=by, ip=place.ip, device=device, detail=detail[:300]
    )
    if kind == LoginEventKind.ENTERED:
        forget(at)


def forget(at: datetime) -> None:
    """Remove what is older than the term of keeping (``OTKLIK_LOGIN_LOG_DAYS``)."""
    oldest = at - timedelta(days=settings.LOGIN_LOG_DAYS)
    LoginEvent.objects.filter(at__lt=oldest).delete()
    LoginSession.objects.filter(started_at__lt=oldest, ended_at__isnull=False).delete()


def events_in(municipality: Municipality) -> QuerySet[LoginEvent]:
    """Return what happened to people who work, or worked, in the municipality.

    Attempts with a login there is none of belong to nobody and are shown to every auditor.
    """
    own = RoleAssignment.objects.filter(municipality=municipality).values("person")
    substitutes = Substitution.objects.filter(absent__in=own).values("substitute")
    here = Q(person__in=own) | Q(person__in=substitutes)
    return LoginEvent.objects.filter(
        here | Q(person__organisation__municipality=municipality) | Q(person=None)
    )


def events_of(person: Person) -> QuerySet[LoginEvent]:
    """Return what happened to the login of the person, the newest first."""
    return LoginEvent.objects.filter(person=person).select_related("by").order_by("-at", "-pk")
