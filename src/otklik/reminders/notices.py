"""The notices of a person: those he may still see, how many are new, and marking them seen."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from otklik.cases.models import Case
from otklik.cases.queries import access, information
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.reminders.models import Notice

# More are "many": counting on tells nothing.
MOST_COUNTED = 99


def notices_for(grants: Grants, municipality: Municipality, at: datetime) -> QuerySet[Notice]:
    """Return the notices of the person about what he may see at ``at``, the newest first.

    One of a case he sees no more, or of a request that was taken back, is not there for him.
    """
    on = municipality.local(at).date()
    cases = access.cases_for(grants, municipality).filter(pk=OuterRef("case_id"))
    asked = information.asked_of(grants, municipality, on).filter(pk=OuterRef("request_id"))
    rows = Notice.objects.filter(person=grants.person, municipality=municipality)
    seen = Q(case=None, request=None) | Q(Exists(cases))
    shown = rows.filter(seen | Q(Exists(asked), case=None))
    return shown.order_by("-at", "-pk")


def unseen_count(grants: Grants, municipality: Municipality, at: datetime) -> int:
    """Return how many notices the person has not seen, ``MOST_COUNTED`` and one at most."""
    rows = notices_for(grants, municipality, at).filter(seen_at=None).order_by()
    return rows[: MOST_COUNTED + 1].count()


def mark_seen(
    grants: Grants,
    municipality: Municipality,
    at: datetime,
    *,
    notice_id: int | None = None,
    until: datetime | None = None,
) -> int:
    """Mark one notice seen, or all that were there at ``until``; return how many were new."""
    rows = Notice.objects.filter(person=grants.person, municipality=municipality, seen_at=None)
    if notice_id is not None:
        rows = rows.filter(pk=notice_id)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return rows.update(seen_at=at)


def see_case(grants: Grants, case: Case, at: datetime) -> None:
    """Mark the notices of a case seen that lies open before the person."""
    rows = Notice.objects.filter(person=grants.person, case=case, seen_at=None)
    # Asked first: a card is opened far more often than it has news.
    keys = list(rows.filter(municipality=case.municipality_id).values_list("pk", flat=True)[:500])
    if keys:
        Notice.objects.filter(pk__in=keys).update(seen_at=at)
