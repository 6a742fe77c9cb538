"""The figures of a month for the head of the municipality, each traceable to its cases."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from otklik.analytics.measures import (
    Compared,
    Punctuality,
    Satisfaction,
    compared,
    per_thousand,
    punctuality,
    satisfaction,
)
from otklik.analytics.periods import Month
from otklik.cases.models.choices import RepeatKind
from otklik.cases.queries import facts
from otklik.cases.queries.facts import CaseFact, ClockFact
from otklik.registry.models import Municipality, Organisation, SectorBlock, Territory, Topic
from otklik.registry.models.territory import TerritoryKind

K = TypeVar("K", bound=Hashable)
COUNCIL_KINDS = (TerritoryKind.VILLAGE_COUNCIL, TerritoryKind.INTER_SETTLEMENT_AREA)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what is counted, in three periods. ``key`` is the symbol or code."""

    key: str
    name: str
    counts: Compared


@dataclass(frozen=True, slots=True)
class TerritoryLine:
    """Cases of a village council, also for 1,000 residents."""

    key: str
    name: str
    counts: Compared
    residents: int | None
    per_thousand: float | None


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """How a responsible recipient kept its terms, and how its answers were rated."""

    key: str
    name: str
    received: int
    punctuality: Punctuality
    satisfaction: Satisfaction


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Everything the monthly note says, as of the moment ``counted_at``."""

    municipality: Municipality
    month: Month
    counted_at: datetime
    total: Compared
    appeals: Compared
    open_at_end: int
    channels: tuple[Line, ...]
    blocks: tuple[Line, ...]
    topics: tuple[Line, ...]
    territories: tuple[TerritoryLine, ...]
    without_place: int
    without_topic: int
    recipients: tuple[RecipientLine, ...]
    punctuality: Punctuality
    satisfaction: Satisfaction
    deferred: int
    promises: Punctuality
    repeats: Compared
    fast_track: Compared
    problems: int


@dataclass(frozen=True, slots=True)
class _Months:
    current: list[CaseFact]
    previous: list[CaseFact]
    year_before: list[CaseFact]

    def by(self, key: Callable[[CaseFact], K | None]) -> dict[K, Compared]:
        return compared(self.current, self.previous, self.year_before, key)

    def one(self, condition: Callable[[CaseFact], bool]) -> Compared:
        found = self.by(lambda fact: True if condition(fact) else None)
        return found.get(True, Compared(0, 0, 0))


def month_figures(municipality: Municipality, month: Month, at: datetime) -> MonthFigures:
    """Count the month as the register stands at the moment ``at``."""
    zone = municipality.zone
    from_at, until_at = month.bounds(zone)
    months = _Months(
        *(
            list(facts.cases_received(municipality, *period.bounds(zone)))
            for period in (month, month.previous(), month.year_before())
        )
    )
    clocks = list(facts.reply_terms_ended(municipality, from_at, until_at))
    ratings = list(facts.ratings_given(municipality, from_at, until_at))
    promises = facts.promises_ended(municipality, from_at, until_at)
    return MonthFigures(
        municipality=municipality,
        month=month,
        counted_at=at,
        total=months.one(lambda fact: True),
        appeals=months.one(lambda fact: fact.kind == "appeal"),
        open_at_end=facts.open_at(municipality, min(until_at, at)),
        channels=_lines(months.by(lambda fact: fact.channel), {}),
        blocks=_lines(months.by(lambda fact: fact.block_id), _names(SectorBlock, municipality)),
        topics=_lines(months.by(lambda fact: fact.topic_id), _topic_names(months)),
        territories=_territory_lines(municipality, months),
        without_place=sum(fact.settlement_id is None for fact in months.current),
        without_topic=sum(fact.topic_id is None for fact in months.current),
        recipients=_recipient_lines(municipality, months, clocks, ratings, at),
        punctuality=punctuality(clocks, at),
        satisfaction=satisfaction(ratings),
        deferred=sum(fact.promised_date is not None for fact in months.current),
        promises=punctuality(promises, at),
        repeats=months.one(lambda fact: fact.repeat_kind != RepeatKind.NONE),
        fast_track=months.one(lambda fact: fact.fast_track),
        problems=len({f.problem_id for f in months.current if f.problem_id is not None}),
    )


def _lines(counts: Mapping[K, Compared], names: Mapping[K, tuple[str, str]]) -> tuple[Line, ...]:
    """Return lines, the largest first; a symbol without a name stands for itself."""
    lines = []
    for key, values in counts.items():
        code, name = names.get(key, (str(key), str(key)))
        lines.append(Line(code, name, values))
    return tuple(sorted(lines, key=lambda line: (-line.counts.current, line.name)))


def _names(
    model: type[SectorBlock] | type[Organisation], municipality: Municipality
) -> dict[int, tuple[str, str]]:
    rows = model._default_manager.filter(municipality=municipality)
    return {row.pk: (row.code, str(row)) for row in rows}


def _topic_names(months: _Months) -> dict[int, tuple[str, str]]:
    parts = (months.current, months.previous, months.year_before)
    keys = {fact.topic_id for part in parts for fact in part if fact.topic_id is not None}
    return {t.pk: (t.code, t.name) for t in Topic.objects.filter(pk__in=keys)}


def _territory_lines(municipality: Municipality, months: _Months) -> tuple[TerritoryLine, ...]:
    territories = {t.pk: t for t in Territory.objects.filter(municipality=municipality)}
    council_of = {key: _council(territory, territories) for key, territory in territories.items()}
    # A town without councils is counted by its settlements: no case may fall out of the table.
    counts = months.by(lambda fact: council_of.get(fact.settlement_id or 0) or fact.settlement_id)
    lines = []
    for key, values in counts.items():
        residents = _residents(key, territories, council_of)
        council = territories[key]
        rate = per_thousand(values.current, residents)
        lines.append(TerritoryLine(council.code, council.name, values, residents, rate))
    return tuple(sorted(lines, key=lambda line: (-line.counts.current, line.name)))


def _council(territory: Territory, territories: dict[int, Territory]) -> int | None:
    seen: Territory | None = territory
    while seen is not None and seen.kind not in COUNCIL_KINDS:
        seen = territories.get(seen.parent_id or 0)
    return seen.pk if seen else None


def _residents(
    council: int, territories: dict[int, Territory], council_of: dict[int, int | None]
) -> int | None:
    """Return the residents of a council: its own figure, else all its settlements together.

    If the figure of a single settlement is missing the sum would mislead: then nothing is said.
    """
    own = territories[council].population
    if own is not None:
        return own
    inside = [
        territory.population
        for key, territory in territories.items()
        if council_of[key] == council and territory.kind == TerritoryKind.SETTLEMENT
    ]
    known = [population for population in inside if population is not None]
    return sum(known) if inside and len(known) == len(inside) else None


def _recipient_lines(
    municipality: Municipality,
    months: _Months,
    clocks: list[ClockFact],
    ratings: list[facts.RatingFact],
    at: datetime,
) -> tuple[RecipientLine, ...]:
    names = _names(Organisation, municipality)
    received = months.by(lambda fact: fact.recipient_id)
    keys = {*received, *(c.recipient_id for c in clocks), *(r.recipient_id for r in ratings)}
    lines = []
    for key in keys:
        if key is None:
            continue
        code, name = names[key]
        lines.append(
            RecipientLine(
                key=code,
                name=name,
                received=received[key].current if key in received else 0,
                punctuality=punctuality([c for c in clocks if c.recipient_id == key], at),
                satisfaction=satisfaction([r for r in ratings if r.recipient_id == key]),
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.received, line.name)))
