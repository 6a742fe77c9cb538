"""Close a problem: the trouble behind its cases is over."""

from datetime import datetime

from django.db import transaction

from otklik.cases import log
from otklik.cases.models import Problem
from otklik.cases.queries.access import NotAllowed
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission


def close_problem(*, problem: Problem, grants: Grants, at: datetime) -> Problem:
    """Close the problem and return it; its cases go on. One closed already stays so.

    Raises ``NotAllowed``.
    """
    if not grants.allows(Permission.LINK_CASE, problem.municipality):
        raise NotAllowed(Permission.LINK_CASE)
    with transaction.atomic():
        log.hold(problem.municipality)
        current = Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
        if current.closed_at is None:
            current.closed_at = at
            current.save()
            told = {"problem": current.title, "cases": current.cases.count()}
            entry = log.Entry("problem.closed", None, at, told)
            log.append(problem.municipality, [entry], person=grants.person, recorded_at=at)
    return current
