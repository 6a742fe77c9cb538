"""Write down how the applicant rates the answer."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case, Rating
from otklik.cases.models.choices import RatingSource
from otklik.registry.grants import Grants


class NotARating(Exception):
    """Ratings are whole numbers from 1 to 5."""


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
    if value not in range(1, 6):
        raise NotARating(str(value))
    given: dict[str, object] = {"value": value}
    with moves.move("rate", case=case, grants=grants, at=at, given=given) as current:
        Rating.objects.create(
            case=current.case,
            value=value,
            comment=comment.strip(),
            source=RatingSource(source),
            at=at,
        )
        current.set(rating=value)
        current.note(value=value, comment=comment.strip())
    return current.case
