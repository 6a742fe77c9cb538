"""Growth: more cases of one topic at one place than the place usually has."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from otklik.cases.models import Case, Problem
from otklik.cases.models.case import CaseQuerySet
from otklik.core.reasons import Reason
from otklik.linking.models import ProblemProposal, ProposalState
from otklik.registry.models import Municipality

YEAR = timedelta(days=365)
# So seldom would the usual flow of the place alone bring as many.
CHANCE = 0.01
# A place that never had such a case may still have one by chance: half a case a year.
LEAST_A_YEAR = 0.5
DECIDED = (ProposalState.ACCEPTED, ProposalState.DECLINED)
MOST_CASES = 500
STRAYS = 20
# The street is not what the cases of a settlement have in common when half lie outside it.
WIDER = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A topic at a settlement, and at a street of it where one is known."""

    topic_id: int
    settlement_id: int
    street_id: int | None


@dataclass(frozen=True, slots=True)
class Growth:
    """The cases of a topic at a place in the window, how many are usual, and the evidence.

    ``problem`` is an open problem of the same topic and place they belong to.
    """

    topic_id: int
    territory_id: int
    case_ids: tuple[int, ...]
    usual: float
    days: int
    problem: Problem | None
    evidence: tuple[Reason, ...]


def spot_of(case: Case) -> Spot | None:
    """Return the spot of a case, ``None`` without topic or place."""
    if case.topic_id is None or case.settlement_id is None:
        return None
    return Spot(case.topic_id, case.settlement_id, case.street_id)


def growth_at(municipality: Municipality, spot: Spot, until: datetime) -> Growth | None:
    """Return the growth at a spot in the days round ``until``, ``None`` where there is none.

    Looked for in the street and in its settlement; the street is named unless at least half of
    the cases lie outside it, or the settlement is proposed already. The window
    (``problem_days``) and the least number (``problem_cases``) are settings of the municipality.
    Cases of a problem, marked repeats and cases a person has left out of one of this topic count
    no more. Against an open problem any new case counts.
    """
    wide = _growth(municipality, spot, until, Q(settlement=spot.settlement_id), spot.settlement_id)
    if spot.street_id is None:
        return wide
    narrow = _growth(municipality, spot, until, Q(street=spot.street_id), spot.street_id)
    if narrow is None or (narrow.problem is None and wide is not None and wide.problem):
        return wide
    if narrow.problem is None and wide is not None:
        is_wide = len(wide.case_ids) >= WIDER * len(narrow.case_ids) or _is_proposed(wide)
        return wide if is_wide else narrow
    return narrow


def _is_proposed(growth: Growth) -> bool:
    return ProblemProposal.objects.filter(
        topic=growth.topic_id, territory=growth.territory_id, state=ProposalState.OPEN
    ).exists()


def _growth(
    municipality: Municipality, spot: Spot, until: datetime, place: Q, territory_id: int
) -> Growth | None:
    days = municipality.problem_days
    here = Case.objects.of_municipality(municipality).filter(place, topic=spot.topic_id)
    # Files do not come in the order of time: what came later belongs to the same growth.
    later = here.filter(received_at__gte=until, received_at__lt=until + timedelta(days=days))
    until = later.aggregate(last=Max("received_at"))["last"] or until
    since = until - timedelta(days=days)
    fresh = here.filter(received_at__gt=since, received_at__lte=until, problem=None, repeat_kind="")
    # Of another topic a case may be part of another trouble.
    decided = ProblemProposal.objects.filter(topic=spot.topic_id, state__in=DECIDED)
    fresh = fresh.exclude(Exists(decided.filter(cases=OuterRef("pk"))))
    found = tuple(fresh.order_by("-received_at").values_list("pk", flat=True)[:MOST_CASES])
    if not found:
        return None
    problem = _open_problem(municipality, spot.topic_id, territory_id, since)
    usual = _usual(municipality, here, since)
    count = len(found) if len(found) < MOST_CASES else fresh.count()
    if problem is None and not is_unusual(count, usual, municipality.problem_cases):
        return None
    told = {"count": str(count), "days": str(days), "usual": str(math.ceil(usual))}
    reason = Reason("more_than_usual" if problem is None else "of_open_problem", told)
    return Growth(spot.topic_id, territory_id, found, usual, days, problem, (reason,))


def _usual(municipality: Municipality, here: CaseQuerySet, since: datetime) -> float:
    """Return how many such cases the window has on average, by the year before it.

    A register younger than a year is judged by the days it has.
    """
    first = Case.objects.of_municipality(municipality).order_by("received_at")
    # One letter of an old year that came with a file does not make the register that old.
    oldest = list(first.values_list("received_at", flat=True)[:STRAYS])
    began_at = oldest[-1] if len(oldest) == STRAYS else min(oldest, default=since)
    known = min(max((since - began_at).days, municipality.problem_days), YEAR.days)
    seen = here.filter(received_at__gt=since - timedelta(days=known), received_at__lte=since)
    least = LEAST_A_YEAR * known / YEAR.days
    return max(seen.count(), least) * municipality.problem_days / known


def is_unusual(count: int, usual: float, fewest: int) -> bool:
    """Tell whether ``count`` cases are too many to be a usual flow of ``usual`` on average.

    The tail of a Poisson count; at least ``fewest`` cases.
    """
    if count < fewest:
        return False
    below = sum(math.exp(-usual + n * math.log(usual) - math.lgamma(n + 1)) for n in range(count))
    return 1 - below < CHANCE


def _open_problem(
    municipality: Municipality, topic_id: int, territory_id: int, since: datetime
) -> Problem | None:
    open_ones = Problem.objects.filter(
        municipality=municipality, topic=topic_id, territory=territory_id, closed_at=None
    )
    alive = open_ones.filter(Q(opened_at__gt=since) | Q(cases__received_at__gt=since))
    return alive.order_by("-opened_at").first()
