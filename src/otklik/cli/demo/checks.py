"""The curator of the demonstration checks most of the answers drawn lately."""

from datetime import datetime
from random import Random

from otklik.analytics.periods import Month
from otklik.analytics.quality import quality_figures
from otklik.cases.models import Answer
from otklik.cases.models.quality import MarkValue
from otklik.cases.operations.check_quality import check_quality
from otklik.cases.quality import proposed_marks
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality

# The rest waits in the queue «answers to check».
SHARE_CHECKED = 0.8


def check_answers(
    municipality: Municipality, curator: Grants, random: Random, at: datetime
) -> None:
    """Check answers of this month and the one before, mostly agreeing with the machine."""
    today = municipality.local(at).date()
    month = Month(today.year, today.month)
    for one in (month.previous(), month):
        figures = quality_figures(municipality, one)
        answers = Answer.objects.filter(pk__in=figures.drawn).select_related("case").order_by("pk")
        for answer in answers:
            if random.random() < SHARE_CHECKED:
                _check(answer, curator, random, at)


def _check(answer: Answer, curator: Grants, random: Random, at: datetime) -> None:
    marks = {
        mark.item.code: mark.proposed
        if mark.proposed != MarkValue.UNKNOWN
        else random.choice((MarkValue.YES, MarkValue.YES, MarkValue.NO, MarkValue.NOT_APPLICABLE))
        for mark in proposed_marks(answer.case, answer, at)
    }
    if marks:
        check_quality(case=answer.case, grants=curator, at=at, marks=marks)
