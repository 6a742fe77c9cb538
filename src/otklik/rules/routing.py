"""Which rule gives a case its recipient, block, regulation and track.

Rules are tried in the order of their priority; for each thing a rule may name, the first rule
that fits and names it decides, so a rule on importance and a rule on the recipient go together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from otklik.core.text import stem, words
from otklik.registry.models import Person, RoutingRule

_CACHE = 4_096


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule looks at: symbols and codes, the text as stems.

    ``topic_codes`` holds the topic and its group, ``territory_codes`` the street, the settlement
    and everything they lie in.
    """

    channel: str
    kind: str
    topic_codes: frozenset[str]
    territory_codes: frozenset[str]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Routing:
    """What the rules say of a case, and for each thing the rule that said it."""

    recipient_id: int | None = None
    block_id: int | None = None
    regulation_code: str = ""
    fast_track: bool | None = None
    importance: str = ""
    template_code: str = ""
    receipt_text: str = ""
    rules: dict[str, RoutingRule] = field(default_factory=dict)

    @property
    def executor(self) -> Person | None:
        """The person who gets the case at once: named by the rule that names the recipient.

        Nobody, when he has left the recipient or may not log in any more.
        """
        rule = self.rules.get("recipient_id")
        person = rule.executor if rule is not None else None
        if person is None or not person.is_active:
            return None
        return person if person.organisation_id == self.recipient_id else None


@dataclass(frozen=True, slots=True)
class _ReadyRule:
    rule: RoutingRule
    channels: frozenset[str]
    kinds: frozenset[str]
    topics: frozenset[str]
    territories: frozenset[str]
    phrases: tuple[frozenset[str], ...]
    named: Sequence[tuple[str, object]]

    def fits_but_for_words(
        self,
        channel: str,
        kind: str,
        topic_codes: frozenset[str],
        territory_codes: frozenset[str],
    ) -> bool:
        return (
            (not self.channels or channel in self.channels)
            and (not self.kinds or kind in self.kinds)
            and (not self.topics or bool(self.topics & topic_codes))
            and (not self.territories or bool(self.territories & territory_codes))
        )

    def fits_words(self, stems: frozenset[str]) -> bool:
        return not self.phrases or any(phrase <= stems for phrase in self.phrases)


class Rules:
    """The routing rules of a municipality in force on a day, made ready for many cases."""

    def __init__(self, rules: Iterable[RoutingRule], on: date) -> None:
        """Take the rules; those switched off or not in force on the day ``on`` are left aside."""
        in_force = [rule for rule in rules if rule.is_on and rule.is_in_force(on)]
        in_force.sort(key=lambda rule: (rule.priority, rule.code))
        self._rules = [_ready(rule) for rule in in_force]
        # Most streets and topics no rule names: without them cases of a settlement are alike.
        self._topics = frozenset().union(*(ready.topics for ready in self._rules))
        self._territories = frozenset().union(*(ready.territories for ready in self._rules))
        # Cases of one topic and place come by the hundred; only their words differ.
        self._likely = lru_cache(maxsize=_CACHE)(self._fitting_but_for_words)

    def route(self, facts: Facts) -> Routing:
        """Return what the rules say of a case with these facts."""
        return self.weigh(facts)[0]

    def weigh(self, facts: Facts) -> tuple[Routing, list[RoutingRule]]:
        """Return what the rules say, and all rules that fit, the one that goes first first."""
        fitting = self._fitting(facts)
        found: dict[str, object] = {}
        codes: dict[str, RoutingRule] = {}
        for ready in fitting:
            for aspect, value in ready.named:
                if aspect not in found:
                    found[aspect] = value
                    codes[aspect] = ready.rule
        routing = Routing(**found, rules=codes)  # type: ignore[arg-type]
        return routing, [ready.rule for ready in fitting]

    def _fitting(self, facts: Facts) -> list[_ReadyRule]:
        topics = facts.topic_codes & self._topics
        territories = facts.territory_codes & self._territories
        likely = self._likely(facts.channel, facts.kind, topics, territories)
        return [ready for ready in likely if ready.fits_words(facts.stems)]

    def _fitting_but_for_words(
        self,
        channel: str,
        kind: str,
        topic_codes: frozenset[str],
        territory_codes: frozenset[str],
    ) -> list[_ReadyRule]:
        asked = (channel, kind, topic_codes, territory_codes)
        return [ready for ready in self._rules if ready.fits_but_for_words(*asked)]


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text, as rules compare them."""
    return frozenset(map(stem, words(text)))


def named_by(rule: RoutingRule) -> Sequence[tuple[str, object]]:
    """Return what the rule says of a case: pairs of a field of ``Routing`` and its value."""
    named: list[tuple[str, object]] = []
    if rule.recipient_id is not None:
        named.append(("recipient_id", rule.recipient_id))
    if rule.block_id is not None:
        named.append(("block_id", rule.block_id))
    if rule.regulation_code:
        named.append(("regulation_code", rule.regulation_code))
    if rule.fast_track is not None:
        named.append(("fast_track", rule.fast_track))
    texts = ("importance", "template_code", "receipt_text")
    named += [(aspect, value) for aspect in texts if (value := getattr(rule, aspect))]
    return named


def _ready(rule: RoutingRule) -> _ReadyRule:
    return _ReadyRule(
        rule=rule,
        channels=_codes(rule.channels),
        kinds=_codes(rule.kinds),
        topics=_codes(rule.topics),
        territories=_codes(rule.territories),
        phrases=tuple(stems_of(phrase) for phrase in sorted(_codes(rule.words))),
        named=named_by(rule),
    )


def _codes(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(";") if part.strip())
