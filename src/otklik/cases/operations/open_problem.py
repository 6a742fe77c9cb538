"""Open a problem of the real world that stands behind a case, and join the case to it."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case, Problem
from otklik.registry.grants import Grants


def open_problem(*, case: Case, grants: Grants, at: datetime, title: str) -> Case:
    """Open a problem with the title, put the case among its cases and return the case.

    The problem takes topic and place of the case. In the history it is the joining of the case,
    marked as opening. Raises what ``moves.move`` raises, ``states.StepIncomplete`` for a blank
    title too.
    """
    given: dict[str, object] = {"problem": title}
    with moves.move("join_problem", case=case, grants=grants, at=at, given=given) as current:
        problem = Problem.objects.create(
            municipality=current.case.municipality,
            title=title.strip(),
            topic=current.case.topic,
            territory=current.case.street or current.case.settlement,
            opened_at=at,
        )
        current.set(problem=problem)
        current.note(is_opened=True)
    return current.case
