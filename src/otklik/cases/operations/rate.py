"""Write down how the applicant rates the answer."""

from datetime import datetime

from otklik.cases import moves, reopening
from otklik.cases.models import Case
from otklik.cases.models.choices import RatingSource
from otklik.registry.grants import Grants


def rate(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    value: int,
    comment: str = "",
    source: str = RatingSource.PERSON,
) -> Case:
    """Keep the rating; the latest one counts. Return the case.

    Raises ``NotARating``, ``ValueError`` for an unknown source and what ``moves.move`` raises.
    """
    reopening.check_rating(value)
    given: dict[str, object] = {"value": value}
    with moves.move("rate", case=case, grants=grants, at=at, given=given) as current:
        reopening.write_rating(current, value, comment, source)
    return current.case
