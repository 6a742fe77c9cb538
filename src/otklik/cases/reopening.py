"""What rating an answer and opening a case again change, whoever does it."""

from otklik.cases import questions
from otklik.cases.models import Rating
from otklik.cases.models.choices import RatingSource, State
from otklik.cases.moves import Move


class NotARating(Exception):
    """Ratings are whole numbers from 1 to 5."""


def check_rating(value: int) -> None:
    """Raise ``NotARating`` unless the value is one."""
    if value not in range(1, 6):
        raise NotARating(str(value))


def write_rating(current: Move, value: int, comment: str, source: str) -> Rating:
    """Keep a new rating; the latest one counts. Raises ``ValueError`` for an unknown source."""
    rating = Rating.objects.create(
        case=current.case,
        value=value,
        comment=comment.strip(),
        source=RatingSource(source),
        at=current.at,
    )
    current.set(rating=value)
    current.note(value=value, comment=comment.strip())
    return rating


def take_back(current: Move, reason: str) -> None:
    """Make an ended case one in work; the step itself starts the new terms.

    A case that no recipient of the municipality holds, as after a transfer, is to be assigned
    first. Later files may say again how it ended and how it was rated.
    """
    current.put(resolution="", rating=None)
    current.release("resolution", "rating")
    recipient = current.case.recipient
    if recipient is None or not recipient.is_recipient:
        current.put(recipient=None, jurisdiction_level="")
        current.to_state = State.REGISTERED
    questions.take_back(current.case)
    current.case.answered_at = None
    current.case.closed_at = None
    current.note(reason=reason.strip())
