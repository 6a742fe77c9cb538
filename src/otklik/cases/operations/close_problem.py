"""Close a problem: the trouble behind its cases is over."""

from datetime import datetime

from django.db import transaction

from otklik.cases import log
from otklik.cases.models import Problem
from otklik.cases.queries import access
from otklik.cases.queries.access import NotAllowed
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission


def close_problem(*, problem: Problem, grants: Grants, at: datetime) -> Problem:
    """Close the problem and return it; its cases go on. One closed already stays so.

    Raises ``NotAllowed`` for who may link none of its cases.
    """
    reached = access.cases_for(grants, problem.municipality, Permission.LINK_CASE)
    is_empty = not problem.cases.exists()
    may = is_empty and grants.allows(Permission.LINK_CASE, problem.municipality)
    if not (may or reached.filter(problem=problem).exists()):
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
