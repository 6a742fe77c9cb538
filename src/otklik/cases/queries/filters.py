"""What a list of cases is narrowed to, and which index is to walk for it.

A list page must cost the same at the first and at the ten-thousandth page and with any one
filter. So a page is made of streams: each stream compares one column for equality and walks an
index that already is in the order of the page. All further conditions are put on ``plain_``
aliases, which SQLite's planner cannot take for another, worse index.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    F,
    Field,
    Func,
    IntegerField,
    OuterRef,
    Q,
)
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from otklik.cases.models import Answer, Case
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import (
    OPEN_STATES,
    AnswerKind,
    AnswerState,
    CaseKind,
    RepeatKind,
    State,
)
from otklik.cases.queries import access
from otklik.registry.grants import Grants, Scope
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission

BY_RECEIVED = "received"
BY_DUE = "due"
OVERDUE, TODAY, TOMORROW, WEEK, RUNNING = "overdue", "today", "tomorrow", "week", "running"
DUE_SYMBOLS = (OVERDUE, TODAY, TOMORROW, WEEK, RUNNING)
FLAGGED, FLAG_WAITS = "any", "waits"
DAYS_AHEAD = 7
MAX_STREAMS = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show. Empty means no limit; several values of one filter mean any of them.

    Moments are aware, ranges half-open. ``due`` is one of ``DUE_SYMBOLS``; with it the list is
    in the order of due moments. ``flag`` is a kind of red flag, ``FLAGGED`` for any, or
    ``FLAG_WAITS`` for one nobody has seen yet. ``words`` is a full-text query or a number;
    ``also`` a condition of a room above, such as whose cases a person has for a while.
    """

    channels: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    kind: str = ""
    block_ids: tuple[int, ...] = ()
    recipient_ids: tuple[int, ...] = ()
    is_unsorted: bool = False
    group_ids: tuple[int, ...] = ()
    topic_ids: tuple[int, ...] = ()
    settlement_ids: tuple[int, ...] = ()
    executor_id: int | None = None
    problem_id: int | None = None
    due: str = ""
    ratings: tuple[int, ...] = ()
    is_repeat: bool = False
    on_control: bool = False
    flag: str = ""
    is_returned: bool = False
    is_reopened: bool = False
    received_from: datetime | None = None
    received_until: datetime | None = None
    promised_from: date | None = None
    promised_until: date | None = None
    words: str = ""
    order: str = BY_RECEIVED
    also: Q = field(default_factory=Q)

    @property
    def is_by_due(self) -> bool:
        """Whether the list goes by due moments: only cases with a running clock are in it."""
        return bool(self.due) or self.order == BY_DUE

    @property
    def is_open_only(self) -> bool:
        """Whether only states are asked for in which a case still waits for something."""
        if self.is_returned or self.is_reopened:
            return True
        return bool(self.states) and set(self.states) <= set(OPEN_STATES)


class Unindexed(Func):
    """A column as it is, but hidden from SQLite's choice of an index (unary plus)."""

    template = "%(expressions)s"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Write the column with a plus before it."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


COLUMNS: "dict[str, Field[Any, Any]]" = {
    "channel": CharField(),
    "state": CharField(),
    "block": IntegerField(),
    "recipient": IntegerField(),
    "topic_group": IntegerField(),
    "topic": IntegerField(),
    "settlement": IntegerField(),
    "executor": IntegerField(),
    "rating": IntegerField(),
    "repeat_kind": CharField(),
    "kind": CharField(),
    "on_control": BooleanField(),
}


def visible(grants: Grants, municipality: Municipality) -> CaseQuerySet:
    """Return the cases the person may see, the gate's condition on ``plain_`` columns."""
    aliases = {
        f"plain_{name}": Unindexed(F(name), output_field=field) for name, field in COLUMNS.items()
    }
    cases = Case.objects.alias(**aliases)
    return access.cases_for(grants, municipality, within=cases, prefix="plain_")


def only_open(cases: CaseQuerySet) -> CaseQuerySet:
    """Keep the open cases, in the very words of the partial index ``case_open``."""
    symbols = ", ".join(f"'{state}'" for state in OPEN_STATES)
    # A bound list would not be known to be the list of the index; the symbols are constants.
    return cases.filter(
        RawSQL(f'"cases_case"."state" IN ({symbols})', (), output_field=BooleanField())  # noqa: S611
    )


def conditions(filters: Filters, at: datetime, zone: ZoneInfo) -> Q:
    """Return all conditions of the filters but the words, on ``plain_`` columns where there are.

    ``at`` is the present, ``zone`` the one in which today and tomorrow are counted.
    """
    condition = Q()
    for column, values in _chosen(filters):
        chosen = Q(**{f"plain_{column}__in": values})
        if column == "recipient" and filters.is_unsorted:
            chosen |= Q(plain_recipient__isnull=True)
        condition &= chosen
    if filters.is_unsorted and not filters.recipient_ids:
        condition &= Q(plain_recipient__isnull=True)
    return (
        condition
        & filters.also
        & _marked(filters)
        & _in_ranges(filters)
        & _is_due(filters, at, zone)
    )


def _marked(filters: Filters) -> Q:
    """Return the conditions of marks: each of them holds for few cases."""
    marks = (
        (filters.is_repeat, ~Q(repeat_kind=RepeatKind.NONE)),
        (filters.on_control, Q(on_control=True)),
        (filters.problem_id is not None, Q(problem=filters.problem_id)),
        (bool(filters.kind), Q(kind=filters.kind)),
        (bool(filters.flag), _is_flagged(filters.flag)),
    )
    found = Q()
    for is_asked, condition in marks:
        if is_asked:
            found &= condition
    if filters.is_returned:
        found &= _is_returned()
    return found & _is_reopened() if filters.is_reopened else found


def _is_flagged(flag: str) -> Q:
    if flag == FLAG_WAITS:
        return Q(flag_waits_since__isnull=False)
    # In the words of the partial index, also when one kind is asked for.
    kind = Q() if flag == FLAGGED else Q(red_flag=flag)
    return ~Q(red_flag="") & kind


def _chosen(filters: Filters) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the columns compared with a list of values, the most selective first."""
    executor = () if filters.executor_id is None else (filters.executor_id,)
    columns: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("executor", executor),
        ("topic", filters.topic_ids),
        ("settlement", filters.settlement_ids),
        ("rating", filters.ratings),
        ("recipient", filters.recipient_ids),
        ("topic_group", filters.group_ids),
        ("block", filters.block_ids),
        ("state", filters.states),
        ("channel", filters.channels),
    )
    return [(column, values) for column, values in columns if values]


def _in_ranges(filters: Filters) -> Q:
    bounds = {
        "received_at__gte": filters.received_from,
        "received_at__lt": filters.received_until,
        "promised_date__gte": filters.promised_from,
        "promised_date__lt": filters.promised_until,
    }
    return Q(**{name: value for name, value in bounds.items() if value is not None})


def _is_due(filters: Filters, at: datetime, zone: ZoneInfo) -> Q:
    if not filters.is_by_due:
        return Q()
    begin, end = due_bounds(filters.due or RUNNING, at, zone)
    condition = Q(next_due_at__isnull=False)
    if begin is not None:
        condition &= Q(next_due_at__gte=begin)
    return condition if end is None else condition & Q(next_due_at__lt=end)


def _is_returned() -> Q:
    """The last version of the answer was returned with a remark and is not mended yet."""
    later = Answer.objects.filter(case=OuterRef("case"), version__gt=OuterRef("version"))
    last = Answer.objects.filter(case=OuterRef("pk"), state=AnswerState.RETURNED)
    return Q(plain_state=State.IN_PROGRESS) & Q(Exists(last.exclude(Exists(later))))


def _is_reopened() -> Q:
    """The applicant had the final answer, and the case is open again: he was not content.

    A deferred one was told the promised day with that answer and waits for it.
    """
    final = Answer.objects.filter(
        case=OuterRef("pk"), state=AnswerState.SENT, kind=AnswerKind.FINAL
    )
    in_work = [state for state in OPEN_STATES if state != State.DEFERRED]
    return Q(plain_state__in=in_work) & Q(Exists(final))


def due_bounds(
    symbol: str, at: datetime, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Return from which moment, up to which (not including) a clock of the symbol is due.

    ``today`` begins at ``at``: what ended earlier this day is overdue. ``week`` is what comes
    after tomorrow, up to the end of the seventh day counted from today.
    """
    today = at.astimezone(zone).date()
    midnights = [_midnight(today + timedelta(days=n), zone) for n in (1, 2, DAYS_AHEAD)]
    bounds: dict[str, tuple[datetime | None, datetime | None]] = {
        OVERDUE: (None, at),
        TODAY: (at, midnights[0]),
        TOMORROW: (midnights[0], midnights[1]),
        WEEK: (midnights[1], midnights[2]),
        RUNNING: (None, None),
    }
    return bounds[symbol]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def streams(filters: Filters, grants: Grants, municipality: Municipality) -> list[Q]:
    """Return the equalities of which each makes one stream in the order of the page."""
    found = streams_of_columns(filters)
    if found is None:
        scopes = grants.scopes_of(Permission.VIEW_CASE, municipality.pk)
        return _streams_of_scopes(scopes) or [Q()]
    return found


def streams_of_columns(filters: Filters) -> list[Q] | None:
    """Return the streams, without a case in two of them, that the filters themselves make.

    ``None``: no filter is good for it.
    """
    if filters.is_by_due or filters.is_open_only or _has_own_index(filters):
        return [Q()]
    if filters.is_unsorted and len(filters.recipient_ids) < MAX_STREAMS:
        held = [Q(recipient=key) for key in dict.fromkeys(filters.recipient_ids)]
        return [Q(recipient__isnull=True), *held]
    for column, values in _chosen(filters):
        # With too many recipients beside "nobody" their streams would leave nobody's cases out.
        is_part = column == "recipient" and filters.is_unsorted
        if len(values) <= MAX_STREAMS and not is_part:
            return [Q(**{column: value}) for value in dict.fromkeys(values)]
    return None


def _has_own_index(filters: Filters) -> bool:
    """Whether a partial index holds just these cases, or so few that nothing needs walking."""
    return (
        filters.on_control
        or filters.problem_id is not None
        or bool(filters.flag)
        or filters.is_repeat
        or filters.kind == CaseKind.APPEAL
        or filters.promised_from is not None
    )


def _streams_of_scopes(scopes: Iterable[Scope]) -> list[Q]:
    found: list[Q] = []
    for scope in scopes:
        if scope.is_whole:
            return []
        found += [Q(recipient=key) for key in sorted(scope.organisation_ids or ())] or (
            [Q(block=key) for key in sorted(scope.block_ids or ())]
            or [Q(channel=symbol) for symbol in sorted(scope.channels or ())]
        )
    return found if len(found) <= MAX_STREAMS else []
