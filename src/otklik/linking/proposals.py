"""What the machine proposes to join, and the problems that are open."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from otklik.cases.models import Case, Problem
from otklik.cases.models.choices import OPEN_STATES
from otklik.cases.queries import access
from otklik.linking.models import ProblemProposal, ProposalState, RepeatProposal
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission

SHOWN = 50
FEWEST = 2


@dataclass(frozen=True, slots=True)
class ProposedProblem:
    """A proposal with those of its cases the person may join, newest first.

    ``size`` counts them all, also where ``cases`` is cut.
    """

    proposal: ProblemProposal
    cases: list[Case]
    size: int


def proposed_problems(municipality: Municipality, grants: Grants) -> list[ProposedProblem]:
    """Return the open proposals, the one that grew last first.

    A case that has got another topic or a problem since is no longer of it. One without cases
    the person may join is left out, and a new problem of which one case is left.
    """
    if not grants.allows(Permission.LINK_CASE, municipality):
        return []
    rows = ProblemProposal.objects.filter(municipality=municipality, state=ProposalState.OPEN)
    rows = rows.select_related("topic", "territory__parent", "problem").order_by("-grown_at")
    seen = access.cases_for(grants, municipality)
    seen = access.cases_for(grants, municipality, Permission.LINK_CASE, within=seen)
    seen = seen.filter(problem=None)
    # Before the list is cut: else those of other people would take up all the room.
    here = seen.filter(problem_proposals=OuterRef("pk"), topic=OuterRef("topic"))
    found = []
    for row in rows.filter(Exists(here))[:SHOWN]:
        cases = seen.filter(problem_proposals=row, topic=row.topic_id)
        size = cases.count()
        if row.problem is None and size < FEWEST:
            continue
        shown = list(cases.with_names().order_by("-received_at")[:SHOWN])
        if row.problem is not None and row.problem.closed_at is not None:
            row.problem = None
        found.append(ProposedProblem(row, shown, size))
    return found


def proposed_repeats(municipality: Municipality, grants: Grants) -> list[RepeatProposal]:
    """Return the newest open proposals of repeats whose both cases the person may see."""
    rows = RepeatProposal.objects.filter(case__municipality=municipality, case__repeat_kind="")
    return _seen(rows.order_by("-made_at", "-pk"), municipality, grants)


def repeats_proposed_for(case: Case, grants: Grants) -> list[RepeatProposal]:
    """Return what the machine thinks the case repeats, where the person may see and link it."""
    if case.repeat_kind or not access.may(grants, Permission.LINK_CASE, case):
        return []
    rows = RepeatProposal.objects.filter(case=case).order_by("-percent")
    return _seen(rows, case.municipality, grants)


def _seen(
    rows: QuerySet[RepeatProposal], municipality: Municipality, grants: Grants
) -> list[RepeatProposal]:
    waiting = rows.filter(state=ProposalState.OPEN).select_related("case__topic", "earlier__topic")
    # Asked for each pair, before the list is cut: a list of all cases a person may see would be
    # a million long, and pairs of other people would take up all the room.
    cases = access.cases_for(grants, municipality)
    seen = (Exists(cases.filter(pk=OuterRef(name))) for name in ("case", "earlier"))
    return list(waiting.filter(*seen)[:SHOWN])


def problem_proposed_for(case: Case, grants: Grants) -> ProblemProposal | None:
    """Return the open proposal the case is part of, if the person may decide on it."""
    if case.problem_id or not access.may(grants, Permission.LINK_CASE, case):
        return None
    rows = ProblemProposal.objects.filter(cases=case, state=ProposalState.OPEN, topic=case.topic_id)
    return rows.select_related("topic", "territory").first()


def problems(municipality: Municipality, grants: Grants) -> list[Problem]:
    """Return the problems that are not over, with ``size``, ``open_size`` and ``last_at``.

    Who may not see all cases is told of his own alone.
    """
    scopes = grants.scopes_of(Permission.VIEW_CASE, municipality.pk)
    sees_all = any(scope.is_whole for scope in scopes)
    own = Q() if sees_all else Q(cases__in=access.cases_for(grants, municipality).values("pk"))
    rows = Problem.objects.filter(municipality=municipality, closed_at=None)
    counted = rows.select_related("topic", "territory__parent").annotate(
        size=Count("cases", filter=own),
        open_size=Count("cases", filter=own & Q(cases__state__in=OPEN_STATES)),
        last_at=Max("cases__received_at", filter=own),
    )
    listed = counted if sees_all else counted.filter(size__gt=0)
    return list(listed.order_by(F("last_at").desc(nulls_last=True), "-opened_at"))
