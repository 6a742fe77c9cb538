"""Join a case to the problem behind it."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case, Problem
from otklik.registry.grants import Grants


class ProblemElsewhere(Exception):
    """The problem belongs to another municipality."""


def join_problem(*, case: Case, grants: Grants, at: datetime, problem: Problem) -> Case:
    """Put the case among those of the problem and return it.

    Raises ``ProblemElsewhere`` and what ``moves.move`` raises.
    """
    if problem.municipality_id != case.municipality_id:
        raise ProblemElsewhere(problem.title)
    given: dict[str, object] = {"problem": problem}
    with moves.move("join_problem", case=case, grants=grants, at=at, given=given) as current:
        current.set(problem=problem)
    return current.case
