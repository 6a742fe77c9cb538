"""Promises the clock of the office must look at."""

from datetime import date, timedelta

from django.db.models import Q

from otklik.cases.models import Case, Promise, PromiseState
from otklik.cases.models.choices import State
from otklik.registry.models import Municipality


def cases_to_watch(municipality: Municipality, today: date) -> list[int]:
    """Return the keys of cases whose promise ends tomorrow, today, or has passed and runs.

    ``today`` is the local day. Deferred cases a file brought are among them: they have no row of
    a promise yet. The later ones are left alone by the partial indexes of both tables.
    """
    until = today + timedelta(days=1)
    near = Promise.objects.filter(state=PromiseState.OPEN, promised_date__lte=until)
    # Reminded of already, and not passed yet: nothing to do.
    near = near.filter(Q(promised_date__lt=today) | Q(reminded_at__isnull=True))
    known = near.filter(case__municipality=municipality).values_list("case_id", flat=True)
    running = Promise.objects.filter(state=PromiseState.OPEN).values("case_id")
    deferred = Case.objects.of_municipality(municipality).filter(
        promised_date__lte=until, state=State.DEFERRED
    )
    deferred = deferred.exclude(pk__in=running)
    return sorted({*known, *deferred.values_list("pk", flat=True)})
