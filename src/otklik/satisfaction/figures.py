"""Satisfaction and promises in figures; each formula stands where it is counted.

The unit is a case with a final answer sent in the period. Its rating is the last one given after
that answer was sent, whenever it was given.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from otklik.cases.models import Answer, Case, Rating
from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.cases.queries import facts
from otklik.registry.models import Municipality
from otklik.satisfaction.models import Feedback, SurveyReply
from otklik.satisfaction.queues import LOW

Z = 1.96
BLOCK, RECIPIENT, CHANNEL, SOURCE = "block", "recipient", "channel", "source"
ANSWERED, RATED, LOW_RATED, RETURNED = "answered", "rated", "low", "returned"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class AskedCase:
    """A case whose answer went out in the period, and how it was rated."""

    case_id: int
    block_id: int | None
    recipient_id: int | None
    channel: str
    value: int | None = None
    source: str = ""
    reason: str = ""
    is_returned: bool = False

    def key(self, by: str) -> object:
        """Return the value the lines of a table are made by."""
        keys: dict[str, object] = {
            BLOCK: self.block_id,
            RECIPIENT: self.recipient_id,
            CHANNEL: self.channel,
            SOURCE: self.source or None,
        }
        return keys[by]

    def is_counted(self, what: str) -> bool:
        """Tell whether the case is one of those counted under the symbol."""
        counted = {
            ANSWERED: True,
            RATED: self.value is not None,
            LOW_RATED: self.value is not None and self.value <= LOW,
            RETURNED: self.is_returned,
        }
        return counted[what]


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where the true figure lies, 95 of 100 times."""

    low: float
    high: float


def wilson(part: int, whole: int) -> Interval | None:
    """Return the interval of a share after Wilson (1927), in parts of 1; nothing of nothing.

    Right for few cases too, where the normal one leaves 0 to 1 or shrinks to a point.
    """
    if whole == 0:
        return None
    share, z2 = part / whole, Z * Z
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    half /= 1 + z2 / whole
    return Interval(max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share)))


def mean_interval(values: Sequence[int]) -> Interval | None:
    """Return the interval of the mean: normal, mean ± 1.96 s / √n, kept within 1 to 5.

    ``None`` for fewer than two. For few ratings it is rough: the page marks them.
    """
    n = len(values)
    if n < 2:
        return None
    mean = sum(values) / n
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    half = Z * deviation / math.sqrt(n)
    return Interval(max(1.0, mean - half), min(5.0, mean + half))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table. Shares are parts of 1; ``is_thin``: too few ratings to judge by."""

    key: object
    answered: int
    rated: int
    low: int
    returned: int
    mean: float | None
    mean_between: Interval | None
    is_thin: bool

    @property
    def response(self) -> float | None:
        """Response rate: rated / answered."""
        return self.rated / self.answered if self.answered else None

    @property
    def response_between(self) -> Interval | None:
        """Interval of the response rate, after Wilson."""
        return wilson(self.rated, self.answered)

    @property
    def low_share(self) -> float | None:
        """Share of low ratings: low / rated."""
        return self.low / self.rated if self.rated else None

    @property
    def low_between(self) -> Interval | None:
        """Interval of the share of low ratings, after Wilson."""
        return wilson(self.low, self.rated)


def asked_cases(
    municipality: Municipality, from_at: datetime, until_at: datetime
) -> list[AskedCase]:
    """Return the cases with a final answer sent in the half-open period, each once."""
    sent = Answer.objects.filter(
        kind=AnswerKind.FINAL,
        state=AnswerState.SENT,
        sent_at__gte=from_at,
        sent_at__lt=until_at,
        case__municipality=municipality,
    )
    fields = ("case_id", "sent_at", "case__block", "case__recipient", "case__channel")
    cases = {row[0]: row for row in sent.order_by("sent_at", "pk").values_list(*fields)}
    ratings = _last_ratings(cases)
    found = []
    for case_id, _sent_at, block, recipient, channel in cases.values():
        rated = ratings.get(case_id, (None, "", "", False))
        found.append(AskedCase(case_id, block, recipient, channel, *rated))
    return found


def _last_ratings(
    cases: dict[int, tuple[int, datetime, int | None, int | None, str]],
) -> dict[int, tuple[int, str, str, bool]]:
    keys = list(cases)
    fields = (
        "case_id",
        "at",
        "value",
        "source",
        "feedback__reason__name",
        "feedback__returned_at",
    )
    found: dict[int, tuple[int, str, str, bool]] = {}
    for start in range(0, len(keys), CHUNK):
        rows = Rating.objects.filter(case__in=keys[start : start + CHUNK]).order_by("at", "pk")
        for case_id, at, value, source, reason, returned_at in rows.values_list(*fields):
            if at >= cases[case_id][1]:
                found[case_id] = (value, source, reason or "", returned_at is not None)
    return found


def line_of(key: object, cases: Iterable[AskedCase], needed: int) -> Line:
    """Return the figures of some cases; fewer than ``needed`` ratings are marked."""
    known = list(cases)
    values = [case.value for case in known if case.value is not None]
    return Line(
        key=key,
        answered=len(known),
        rated=len(values),
        low=sum(case.is_counted(LOW_RATED) for case in known),
        returned=sum(case.is_returned for case in known),
        mean=sum(values) / len(values) if values else None,
        mean_between=mean_interval(values),
        is_thin=len(values) < needed,
    )


def lines_by(cases: Sequence[AskedCase], by: str, needed: int) -> list[Line]:
    """Return a line for each block, recipient, channel or source, the most answers first."""
    groups: dict[object, list[AskedCase]] = defaultdict(list)
    for case in cases:
        if by != SOURCE or case.source:
            groups[case.key(by)].append(case)
    lines = [line_of(key, group, needed) for key, group in groups.items()]
    return sorted(lines, key=lambda line: (-line.answered, str(line.key)))


def reasons_of(cases: Iterable[AskedCase]) -> list[tuple[str, int]]:
    """Return the reasons given with low ratings and how often, the most frequent first."""
    counts = Counter(case.reason for case in cases if case.reason)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def survey_of(cases: Iterable[AskedCase]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return what was replied to the questions that are not answered in words, with counts."""
    keys = [case.case_id for case in cases if case.value is not None]
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for start in range(0, len(keys), CHUNK):
        rows = SurveyReply.objects.filter(rating__case__in=keys[start : start + CHUNK])
        rows = rows.exclude(question__kind="words").order_by("pk")
        fields = ("question__position", "question__text", "value")
        for position, text, value in rows.values_list(*fields):
            counts[(position, text)][value] += 1
    return [(text, sorted(found.items())) for (_p, text), found in sorted(counts.items())]


@dataclass(slots=True)
class PromiseLine:
    """How a recipient kept its promised days (facts.md 5.4, deferral discipline).

    The keys of the cases stand in the lists. A promise is kept when its clock was met not later
    than due, broken when it was met later or not met though the day has passed.
    """

    recipient_id: int | None
    kept: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)

    @property
    def share_broken(self) -> float | None:
        """Share of broken ones: broken / (kept + broken), a part of 1."""
        ended = len(self.kept) + len(self.broken)
        return len(self.broken) / ended if ended else None


def promise_lines(
    municipality: Municipality, from_at: datetime, until_at: datetime, at: datetime
) -> list[PromiseLine]:
    """Return the promises whose day lay in the half-open period, and the moves made in it."""
    lines: dict[int | None, PromiseLine] = {}

    def line(key: int | None) -> PromiseLine:
        return lines.setdefault(key, PromiseLine(key))

    for clock in facts.promises_ended(municipality, from_at, until_at):
        if (clock.met_at or at) > clock.due_at:
            line(clock.recipient_id).broken.append(clock.case_id)
        elif clock.met_at is not None:
            line(clock.recipient_id).kept.append(clock.case_id)
    for recipient_id, case_id in facts.promises_moved(municipality, from_at, until_at):
        line(recipient_id).moved.append(case_id)
    return sorted(lines.values(), key=lambda one: (-len(one.broken), one.recipient_id or 0))


def feedback_of(case: Case) -> dict[int, Feedback]:
    """Return what is known of the ratings of a case, by rating."""
    found = Feedback.objects.filter(rating__case=case).select_related("reason", "worked_by")
    return {one.pk: one for one in found}
