"""What a citizen is asked beside the rating: reasons and questions in force."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from otklik.registry.models import Municipality, RatingReason, SurveyQuestion
from otklik.registry.models.effective import in_force


@dataclass(frozen=True, slots=True)
class ReasonBranch:
    """A reason of discontent and those that make it more precise."""

    reason: RatingReason
    inside: list[RatingReason]


def _own_or_common(municipality: Municipality, on: date) -> Q:
    own = Q(municipality=municipality) | Q(municipality=None)
    return own & in_force(on)


def reasons(municipality: Municipality, on: date) -> "QuerySet[RatingReason]":
    """Return the reasons in force; one inside a reason that has ended ends with it."""
    known = RatingReason.objects.filter(_own_or_common(municipality, on))
    open_above = Q(parent=None) | Q(parent__in=known)
    return known.filter(open_above).order_by("position", "code")


def reason_tree(municipality: Municipality, on: date) -> list[ReasonBranch]:
    """Return the reasons in force as a tree of two levels, in their order."""
    known = list(reasons(municipality, on))
    return [
        ReasonBranch(top, [one for one in known if one.parent_id == top.pk])
        for top in known
        if top.parent_id is None
    ]


def survey(municipality: Municipality, on: date) -> "QuerySet[SurveyQuestion]":
    """Return the questions of the survey in force, in their order."""
    known = SurveyQuestion.objects.filter(_own_or_common(municipality, on))
    return known.order_by("position", "code")
