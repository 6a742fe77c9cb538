"""Who is locked out after failed attempts; they are counted by django-axes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum


def locked_logins(logins: Iterable[str], *, at: datetime) -> set[str]:
    """Return those of the logins that are locked at ``at`` for at least one address."""
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(username__in=list(logins), attempt_time__gt=since)
    # One row is kept for each browser; they are counted together, by login and address.
    counted = tried.values("username", "ip_address").annotate(all=Sum("failures_since_start"))
    over = counted.filter(all__gte=settings.AXES_FAILURE_LIMIT).order_by()
    return set(over.values_list("username", flat=True))
