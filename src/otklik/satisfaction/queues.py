"""What citizens' ratings ask people to do: cases that came back, low ratings, calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Mod

from otklik.cases.models import Case, Rating
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.satisfaction.links import ENDED
from otklik.satisfaction.models import LAST_OUTCOMES, CallAttempt, Feedback

# Ratings of 1 to 3 are to be worked (facts.md 2.8).
LOW = 3
# Older ones nobody remembers; the month's figures keep them.
WORK_DAYS, CALL_DAYS, RECEIVED_DAYS = 60, 30, 120
MOST = 200
# Prime to 100: the keys of any hundred cases are spread over all the hundredths.
SPREAD = 37


@dataclass(frozen=True, slots=True)
class Pile:
    """The first rows of a queue; ``has_more`` when there are further ones."""

    rows: Sequence[Any]
    has_more: bool

    @property
    def count(self) -> str:
        """How many there are, as far as was counted."""
        return f"{len(self.rows)}+" if self.has_more else str(len(self.rows))


def returned(grants: Grants, municipality: Municipality) -> Pile:
    """Return the ratings that brought back a case still open, the latest first."""
    seen = access.cases_for(grants, municipality).open()
    found = Feedback.objects.filter(returned_at__isnull=False, rating__case__in=seen)
    found = found.select_related("reason", "rating__case__recipient", "rating__case__topic")
    return _pile(found.order_by("-returned_at"))


def low(grants: Grants, municipality: Municipality, at: datetime) -> Pile:
    """Return the low ratings of ended cases nobody has worked on, the latest first."""
    seen = access.cases_for(grants, municipality, Permission.WORK_RATING)
    cases = seen.filter(rating__lte=LOW, state__in=ENDED)
    later = Rating.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    found = Rating.objects.filter(
        ~Exists(later),
        Q(feedback=None) | Q(feedback__worked_at=None),
        case__in=cases,
        value__lte=LOW,
        at__gte=at - timedelta(days=WORK_DAYS),
    )
    related = ("feedback__reason", "case__recipient", "case__topic")
    return _pile(found.select_related(*related).order_by("-at"))


def to_call(grants: Grants, municipality: Municipality, at: datetime) -> Pile:
    """Return the sample of answered cases without a rating whose applicants are to be called.

    The share of the municipality, by the number of the row, so that nobody chooses whom to ask;
    not those who refused, were tried as often as is set, or asked to be called later than now.
    Longest answered first.
    """
    seen = access.cases_for(grants, municipality, Permission.RATE_ANSWER)
    again = CallAttempt.objects.filter(case=OuterRef("pk"), call_again_at__gt=at)
    over = CallAttempt.objects.filter(case=OuterRef("pk"), outcome__in=LAST_OUTCOMES)
    found = (
        seen.filter(state__in=ENDED, rating=None, received_at__gte=_days_before(at, RECEIVED_DAYS))
        .filter(answered_at__gte=_days_before(at, CALL_DAYS))
        .exclude(applicant_phone="")
        .annotate(place=Mod(F("pk") * SPREAD, 100, output_field=IntegerField()))
        .filter(~Exists(again), ~Exists(over), place__lt=municipality.callback_percent)
        .annotate(attempts=Count("calls"))
        .filter(attempts__lt=municipality.callback_attempts)
    )
    return _pile(found.select_related("recipient", "topic").order_by("answered_at", "pk"))


def _days_before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)


def _pile(found: "QuerySet[Any]") -> Pile:
    rows = list(found[: MOST + 1])
    return Pile(rows[:MOST], len(rows) > MOST)


def is_to_be_called(case: Case, municipality: Municipality) -> bool:
    """Tell whether an applicant may still be called for a rating."""
    tried = case.calls.count() < municipality.callback_attempts
    over = case.calls.filter(outcome__in=LAST_OUTCOMES).exists()
    return case.state in ENDED and case.rating is None and tried and not over
