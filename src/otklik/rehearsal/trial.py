"""The dry run: what rules would have done to the cases of a period, by the code that decides."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from otklik.cases import log
from otklik.cases.models.case import CaseQuerySet
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import RoutingRule
from otklik.rules.routing import Facts, Routing, Rules, named_by, stems_of

RECIPIENT = "recipient_id"
# So many cases that would have gone elsewhere are named; of more only the number is told.
MOST_NAMED = 200
CHUNK = 2_000
_FIELDS = (
    "pk",
    "number",
    "channel",
    "kind",
    "topic",
    "topic_group",
    "settlement",
    "street",
    "text",
    "recipient",
    "decisions",
)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days of the municipality, both included."""

    first_date: date
    last_date: date


@dataclass(slots=True)
class Tally:
    """What one rule would have done.

    ``decided``: cases by aspect where it goes first. Of those whose recipient it names:
    ``agreed`` have that recipient today, ``free`` none, ``elsewhere`` counts the others by
    (recipient today, recipient by the rule). ``by_file``: the file names the recipient itself.
    ``proposed``: the rule names a body cases are only handed over to, so a person decides.
    """

    rule: RoutingRule
    matched: int = 0
    decided: Counter[str] = field(default_factory=Counter)
    agreed: int = 0
    free: int = 0
    by_file: int = 0
    proposed: int = 0
    elsewhere: Counter[tuple[int, int]] = field(default_factory=Counter)

    @property
    def moved_number(self) -> int:
        """How many cases would have gone to another body than they are with."""
        return self.elsewhere.total()

    @property
    def is_idle(self) -> bool:
        """Whether no case of the period is one for the rule."""
        return self.matched == 0

    @property
    def is_shadowed(self) -> bool:
        """Whether cases fit, and others always go before it in all it says."""
        return self.matched > 0 and not self.decided


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rules say different things of the same: ``winner`` goes first."""

    winner: str
    loser: str
    aspect: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that would have gone elsewhere, with the keys of both recipients."""

    number: str
    from_id: int | None
    to_id: int


@dataclass(slots=True)
class Watched:
    """The detail of the one rule that is tried: its cases, and where they came from."""

    keys: list[int] = field(default_factory=list)
    channels: Counter[str] = field(default_factory=Counter)
    topics: Counter[int | None] = field(default_factory=Counter)
    moved: list[Moved] = field(default_factory=list)


@dataclass(slots=True)
class Trial:
    """What the rules would have done: tallies by code of the rule, clashes with their number."""

    period: Period
    looked: int = 0
    is_cut: bool = False
    tallies: dict[str, Tally] = field(default_factory=dict)
    clashes: Counter[Clash] = field(default_factory=Counter)
    watched: Watched = field(default_factory=Watched)

    def clashes_of(self, code: str) -> list[tuple[Clash, int]]:
        """Return the clashes of a rule, the most frequent first."""
        own = [one for one in self.clashes.items() if code in (one[0].winner, one[0].loser)]
        return sorted(own, key=lambda one: (-one[1], one[0].winner, one[0].loser))

    def undecided(self) -> list[tuple[Clash, int]]:
        """Return the clashes about the recipient where the priority is the same: the code alone
        decides, which nobody has thought of.
        """
        priority = {code: tally.rule.priority for code, tally in self.tallies.items()}
        return [
            (clash, number)
            for clash, number in self.clashes.most_common()
            if clash.aspect == RECIPIENT and priority[clash.winner] == priority[clash.loser]
        ]


def try_rules(
    cases: CaseQuerySet,
    rules: Sequence[RoutingRule],
    catalogue: Catalogue,
    period: Period,
    *,
    on: date,
    watched: str = "",
    most: int | None = None,
) -> Trial:
    """Return what the rules in force on the day ``on`` would have done to the cases of the period.

    ``cases`` are those the person may see; of more than ``most`` the newest are taken. Topic,
    place and kind are those the case has today: what people have mended since is known to the
    rule. The rule with the code ``watched`` is told in detail.
    """
    ready = Rules(rules, on)
    trial = Trial(
        period, tallies={r.code: Tally(r) for r in rules if r.is_on and r.is_in_force(on)}
    )
    needs_words = any(rule.words.strip() for rule in rules)
    for row in _rows(cases, catalogue, period):
        if most is not None and trial.looked == most:
            trial.is_cut = True
            break
        trial.looked += 1
        routing, fitting = ready.weigh(_facts(row, catalogue, needs_words=needs_words))
        for rule in fitting:
            _count(trial.tallies[rule.code], row, routing, is_held=_is_held(routing, catalogue))
        _clash(trial, routing, fitting)
        if any(rule.code == watched for rule in fitting):
            _watch(trial, row, routing, watched, is_held=_is_held(routing, catalogue))
    return trial


def _rows(cases: CaseQuerySet, catalogue: Catalogue, period: Period) -> Iterator[dict[str, Any]]:
    zone = catalogue.municipality.zone
    first = datetime.combine(period.first_date, time.min, tzinfo=zone)
    end = datetime.combine(period.last_date + timedelta(days=1), time.min, tzinfo=zone)
    found = cases.filter(received_at__gte=first, received_at__lt=end)
    newest = found.order_by("-received_at", "-pk").values(*_FIELDS)
    return iter(newest.iterator(chunk_size=CHUNK))


def _facts(row: dict[str, Any], catalogue: Catalogue, *, needs_words: bool) -> Facts:
    return Facts(
        channel=row["channel"],
        kind=row["kind"],
        topic_codes=catalogue.topic_codes(row["topic"] or row["topic_group"]),
        territory_codes=catalogue.territory_codes(row["street"] or row["settlement"]),
        stems=stems_of(row["text"]) if needs_words else frozenset(),
    )


def _is_named_by_file(row: dict[str, Any]) -> bool:
    return bool((row["decisions"].get("recipient") or {}).get("by") == log.FILE)


def _is_held(routing: Routing, catalogue: Catalogue) -> bool:
    """Tell whether the case would be with the recipient at once, as the intake has it."""
    key = routing.recipient_id
    return key is not None and catalogue.organisation(key).is_recipient


def _count(tally: Tally, row: dict[str, Any], routing: Routing, *, is_held: bool) -> None:
    tally.matched += 1
    code = tally.rule.code
    for aspect, rule in routing.rules.items():
        if rule.code == code and not (aspect == RECIPIENT and _is_named_by_file(row)):
            tally.decided[aspect] += 1
    deciding = routing.rules.get(RECIPIENT)
    if deciding is None or deciding.code != code or routing.recipient_id is None:
        return
    if _is_named_by_file(row):
        tally.by_file += 1
    elif not is_held:
        tally.proposed += 1
    elif row["recipient"] is None:
        tally.free += 1
    elif row["recipient"] == routing.recipient_id:
        tally.agreed += 1
    else:
        tally.elsewhere[(row["recipient"], routing.recipient_id)] += 1


def _clash(trial: Trial, routing: Routing, fitting: Sequence[RoutingRule]) -> None:
    for rule in fitting:
        for aspect, value in named_by(rule):
            first = routing.rules[aspect]
            if first.code != rule.code and getattr(routing, aspect) != value:
                trial.clashes[Clash(first.code, rule.code, aspect)] += 1


def _watch(
    trial: Trial, row: dict[str, Any], routing: Routing, code: str, *, is_held: bool
) -> None:
    watched = trial.watched
    watched.keys.append(row["pk"])
    watched.channels[row["channel"]] += 1
    watched.topics[row["topic"] or row["topic_group"]] += 1
    deciding = routing.rules.get(RECIPIENT)
    if deciding is None or deciding.code != code or _is_named_by_file(row) or not is_held:
        return
    to_id = routing.recipient_id
    if to_id is not None and row["recipient"] != to_id and len(watched.moved) < MOST_NAMED:
        watched.moved.append(Moved(row["number"], row["recipient"], to_id))
