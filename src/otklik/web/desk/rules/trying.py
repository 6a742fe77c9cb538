"""The dry run as the page tells it: plain sentences, names in the place of keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from otklik.cases.models.choices import Channel
from otklik.cases.queries import access
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import Organisation, RoutingRule, Topic
from otklik.rehearsal.time_saved import TimeSaved, time_saved
from otklik.rehearsal.trial import Moved, Period, Tally, Trial, try_rules
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.rules.words import ASPECTS

ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Cases that would have gone from one body to another."""

    from_name: str
    to_name: str
    number: int


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A case that would have gone elsewhere."""

    number: str
    from_name: str
    to_name: str


@dataclass(frozen=True, slots=True)
class ClashLine:
    """Another rule that says something else of the same."""

    other: RoutingRule
    aspect: str
    number: int
    goes_first: bool


@dataclass(frozen=True, slots=True)
class TriedRule:
    """The dry run of one rule, ready for the page."""

    trial: Trial
    tally: Tally
    aspects: list[tuple[str, int]]
    channels: list[tuple[str, int]]
    topics: list[tuple[str, int]]
    elsewhere: list[Elsewhere]
    moved: list[MovedLine]
    clashes: list[ClashLine]
    saved: TimeSaved | None


def tried(request: DeskRequest, rule: RoutingRule, period: Period) -> TriedRule:
    """Try the rule, as it stands in the form, among the others in force today."""
    catalogue = Catalogue(request.municipality)
    others = [one for one in catalogue.routing_rules if one.pk != rule.pk]
    # What is tried counts as switched on and in force, whatever its dates say of today.
    tried_rule = _as_if_on(rule)
    trial = _trial(request, catalogue, [*others, tried_rule], period, watched=tried_rule.code)
    keys = trial.watched.keys
    names = _Names(trial.watched.moved, [trial.tallies[tried_rule.code]])
    tally = trial.tallies[tried_rule.code]
    return TriedRule(
        trial=trial,
        tally=tally,
        aspects=[(str(ASPECTS[name]), count) for name, count in tally.decided.most_common()],
        channels=[(_channel(one), count) for one, count in trial.watched.channels.most_common()],
        topics=_topics(trial),
        elsewhere=names.elsewhere(tally),
        moved=names.moved(trial.watched.moved),
        clashes=_clashes(trial, tried_rule.code),
        saved=time_saved(tried_rule, keys, catalogue) if keys else None,
    )


@dataclass(frozen=True, slots=True)
class TriedAll:
    """The dry run of all rules in force, ready for the page."""

    trial: Trial
    lines: list[Tally]
    idle: list[RoutingRule]
    shadowed: list[Tally]
    undecided: list[tuple[RoutingRule, RoutingRule, int]]


def tried_all(request: DeskRequest, period: Period) -> TriedAll:
    """Try all rules that are switched on and in force today."""
    catalogue = Catalogue(request.municipality)
    trial = _trial(request, catalogue, catalogue.routing_rules, period)
    tallies = sorted(trial.tallies.values(), key=lambda one: (one.rule.priority, one.rule.code))
    rule = {code: tally.rule for code, tally in trial.tallies.items()}
    return TriedAll(
        trial=trial,
        lines=[tally for tally in tallies if tally.decided],
        idle=[tally.rule for tally in tallies if tally.is_idle],
        shadowed=[tally for tally in tallies if tally.is_shadowed],
        undecided=[
            (rule[clash.winner], rule[clash.loser], number)
            for clash, number in trial.undecided()[:ROWS_SHOWN]
        ],
    )


def _trial(
    request: DeskRequest,
    catalogue: Catalogue,
    rules: Sequence[RoutingRule],
    period: Period,
    watched: str = "",
) -> Trial:
    cases = access.cases_for(request.grants, request.municipality)
    on: date = request.municipality.local(request.at).date()
    most: int = settings.REHEARSAL_MOST_CASES
    return try_rules(cases, rules, catalogue, period, on=on, watched=watched, most=most)


def _as_if_on(rule: RoutingRule) -> RoutingRule:
    copy = RoutingRule(
        **{field.attname: getattr(rule, field.attname) for field in RoutingRule._meta.fields}
    )
    copy.is_on, copy.valid_from, copy.valid_until = True, None, None
    return copy


def _channel(symbol: str) -> str:
    return str(dict(Channel.choices).get(symbol, symbol))


def _topics(trial: Trial) -> list[tuple[str, int]]:
    counted = trial.watched.topics.most_common(ROWS_SHOWN)
    names = dict(
        Topic.objects.filter(pk__in=[key for key, _n in counted if key]).values_list("pk", "name")
    )
    return [(names.get(key or 0, "—"), count) for key, count in counted]


def _clashes(trial: Trial, code: str) -> list[ClashLine]:
    lines = []
    for clash, number in trial.clashes_of(code)[:ROWS_SHOWN]:
        other = clash.loser if clash.winner == code else clash.winner
        aspect = str(ASPECTS[clash.aspect])
        lines.append(
            ClashLine(trial.tallies[other].rule, aspect, number, goes_first=clash.winner == code)
        )
    return lines


class _Names:
    """Names of the bodies a dry run speaks of."""

    def __init__(self, moved: Iterable[Moved], tallies: Iterable[Tally]) -> None:
        keys = {key for tally in tallies for pair in tally.elsewhere for key in pair}
        keys |= {one.to_id for one in moved} | {one.from_id for one in moved if one.from_id}
        self._names = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))

    def elsewhere(self, tally: Tally) -> list[Elsewhere]:
        return [
            Elsewhere(self._names[from_id], self._names[to_id], count)
            for (from_id, to_id), count in tally.elsewhere.most_common(ROWS_SHOWN)
        ]

    def moved(self, moved: Iterable[Moved]) -> list[MovedLine]:
        return [
            MovedLine(one.number, self._names.get(one.from_id or 0, ""), self._names[one.to_id])
            for one in moved
        ]
