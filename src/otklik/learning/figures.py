"""How the machine sorts: what it took over, how often people corrected it, whom it confuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from otklik.cases.models import TopicGuess
from otklik.cases.models.case import CaseQuerySet
from otklik.learning.models import LearningRun
from otklik.registry.models import Municipality, Topic, TrainedClassifier

PAIRS = 15
CORRECTIONS = 20
_WRONG = Q(right_topic__isnull=False) & ~Q(right_topic=F("topic"))


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Cases of a month no file named the topic of: how many the machine sorted by itself, how
    many people or files have judged since, and how often it was right.

    ``taken_wrong`` are those it sorted by itself and somebody had to correct.
    """

    month: datetime
    guessed: int
    taken: int
    judged: int
    right: int
    taken_wrong: int

    @property
    def share_taken(self) -> float | None:
        """The share it sorted by itself, 0 to 1."""
        return self.taken / self.guessed if self.guessed else None

    @property
    def share_right(self) -> float | None:
        """The share of right guesses among the judged ones, 0 to 1."""
        return self.right / self.judged if self.judged else None

    @property
    def share_taken_wrong(self) -> float | None:
        """The share of its own sorting that had to be corrected, 0 to 1."""
        return self.taken_wrong / self.taken if self.taken else None


@dataclass(frozen=True, slots=True)
class Confusion:
    """The machine said ``guessed`` where it was ``right``, ``count`` times."""

    guessed: Topic
    right: Topic
    count: int


def by_month(municipality: Municipality, since: datetime) -> list[MonthLine]:
    """Return the months from ``since`` on, the latest first, by the municipality's calendar."""
    month = TruncMonth("received_at", tzinfo=municipality.zone)
    rows = (
        TopicGuess.objects.filter(municipality=municipality, received_at__gte=since)
        .annotate(month=month)
        .values("month")
        .annotate(
            guessed=Count("pk"),
            taken=Count("pk", filter=Q(is_taken=True)),
            judged=Count("right_topic"),
            wrong=Count("pk", filter=_WRONG),
            taken_wrong=Count("pk", filter=_WRONG & Q(is_taken=True)),
        )
        .order_by("-month")
    )
    return [
        MonthLine(
            month=row["month"],
            guessed=row["guessed"],
            taken=row["taken"],
            judged=row["judged"],
            right=row["judged"] - row["wrong"],
            taken_wrong=row["taken_wrong"],
        )
        for row in rows
    ]


def confusions(municipality: Municipality, since: datetime) -> list[Confusion]:
    """Return what the machine confuses most, as people have judged from ``since`` on."""
    pairs = (
        TopicGuess.objects.filter(_WRONG, municipality=municipality, judged_at__gte=since)
        .values_list("topic", "right_topic")
        .annotate(count=Count("pk"))
        .order_by("-count", "topic", "right_topic")[:PAIRS]
    )
    found = list(pairs)
    topics = Topic.objects.in_bulk({key for pair in found for key in pair[:2]})
    return [Confusion(topics[guessed], topics[right], count) for guessed, right, count in found]


def corrections(municipality: Municipality, cases: CaseQuerySet) -> Sequence[TopicGuess]:
    """Return the latest guesses a person or a file found wrong, with case and both topics.

    Of ``cases`` alone: those the person who looks may see.
    """
    wrong = TopicGuess.objects.filter(_WRONG, municipality=municipality, judged_at__isnull=False)
    wrong = wrong.filter(Exists(cases.filter(pk=OuterRef("pk"))))
    return list(
        wrong.select_related("case", "topic", "right_topic").order_by("-judged_at")[:CORRECTIONS]
    )


def classifiers(municipality: Municipality, limit: int) -> Sequence[TrainedClassifier]:
    """Return the latest classifiers and those that sort now, the latest first."""
    rows = TrainedClassifier.objects.filter(municipality=municipality).select_related("made_by")
    latest = set(rows.order_by("-made_at", "-pk").values_list("pk", flat=True)[:limit])
    return list(rows.filter(Q(pk__in=latest) | Q(is_active=True)).order_by("-made_at", "-pk"))


def last_run(municipality: Municipality) -> LearningRun | None:
    """Return the run that was asked for last."""
    runs = LearningRun.objects.filter(municipality=municipality)
    return runs.order_by("-asked_at", "-pk").first()
