"""The grounds for no answer in force, and the rules each brings with it."""

from datetime import date

from django.db.models import Q, QuerySet

from otklik.registry.models import Municipality, NoAnswerGround
from otklik.registry.models.effective import in_force


def grounds_for(municipality: Municipality, on: date) -> QuerySet[NoAnswerGround]:
    """Return the grounds that hold in the municipality on the day, in their order."""
    own = Q(municipality=municipality) | Q(municipality=None)
    return NoAnswerGround.objects.filter(own & in_force(on)).order_by("position", "name")


def ground_with(municipality: Municipality, code: str, on: date) -> NoAnswerGround | None:
    """Return the ground with the code, if it holds on the day."""
    return grounds_for(municipality, on).filter(code=code).first()
