"""What the centre thinks of an incoming item: topic, place, recipient, track, and why."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from otklik.cases import log
from otklik.cases.models.choices import AppealKind, CaseImportance, CaseKind
from otklik.channels.incoming import Incoming
from otklik.intake.reader import ALWAYS
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import Organisation, Regulation, Topic
from otklik.registry.models.organisations import JurisdictionLevel
from otklik.registry.models.topics import Classifier
from otklik.rules.routing import Facts, Routing, Rules, stems_of
from otklik.rules.uses import Uses
from otklik.understanding import Guess, Reader, Reading, Span

# Below this a place or an urgency is only proposed; of topics the classifier knows by itself
# how sure is sure.
TAKEOVER_CONFIDENCE = 0.5
HOUSE_LENGTH = 30
# So many places alike a card can ask about; of more the person looks in the whole list.
MOST_PLACES = 20
PLACE_LENGTH = 500


@dataclass(slots=True)
class Sorted:
    """The decisions on one item, ready to be written on its case; ids are registry keys."""

    kind: str = CaseKind.MESSAGE
    topic_id: int | None = None
    topic_group_id: int | None = None
    source_topic_id: int | None = None
    settlement_id: int | None = None
    street_id: int | None = None
    house: str = ""
    place_text: str = ""
    jurisdiction_level: str = ""
    recipient_id: int | None = None
    executor_id: int | None = None
    block_id: int | None = None
    regulation: Regulation | None = None
    fast_track: bool = False
    importance: str = CaseImportance.NORMAL
    red_flag: str = ""
    tone: str = ""
    personal_data: tuple[Span, ...] = ()
    # What the machine thought it was about: topic, percent, whether it was sorted so.
    topic_guess: tuple[int, int, bool] | None = None
    decisions: dict[str, Any] = field(default_factory=dict)
    # The rules that decided something, and what was taken from each.
    uses: Uses = field(default_factory=Uses)


class Sorter:
    """Sorts incoming items of one municipality with its registry and the reader of texts."""

    def __init__(self, catalogue: Catalogue, reader: Reader, on: date) -> None:
        """Take the registry as it is on the day ``on``."""
        self._catalogue = catalogue
        self._reader = reader
        self._rules = Rules(catalogue.routing_rules, on)
        self._may_take = catalogue.municipality.takeover_percent < ALWAYS

    def sort(self, item: Incoming) -> Sorted:
        """Return the decisions on the item, each with who decided, how sure and why."""
        reading = self._reader.read(
            item.text, settlement_name=item.settlement, street_name=item.street, house=item.house
        )
        result = Sorted(
            kind=CaseKind.APPEAL if item.is_appeal else CaseKind.MESSAGE,
            personal_data=reading.personal_data,
        )
        self._topic(item, reading, result)
        self._place(item, reading, result)
        self._recipient(item, reading, result)
        if item.text:
            self._signs(item, reading, result)
        self._regulation(item, result)
        return result

    def _topic(self, item: Incoming, reading: Reading, result: Sorted) -> None:
        named = self._catalogue.named_topic(item.channel, item.category)
        topic: Topic | None = None
        if named is not None:
            result.source_topic_id = named.pk
            topic = self._catalogue.working_topic(named)
        if topic is not None and topic.parent_id is not None:
            result.decisions["topic"] = _decision(log.FILE, topic.code, 1.0)
        else:
            topic = self._topic_by_machine(reading, result, topic) or topic
        if topic is None:
            return
        is_group = topic.parent_id is None
        result.topic_id = None if is_group else topic.pk
        result.topic_group_id = topic.pk if is_group else topic.parent_id
        mapping = self._catalogue.block_of(topic)
        if mapping is not None:
            result.block_id = mapping.block_id
            result.jurisdiction_level = mapping.jurisdiction_level

    def _topic_by_machine(
        self, reading: Reading, result: Sorted, group: Topic | None
    ) -> Topic | None:
        """Return the topic the machine is sure of, else the group it is sure of, else none.

        Where the file has named a group the topic is looked for in it alone.
        """
        guesses = [
            (guess, topic)
            for guess in ([reading.topic] if reading.topic else []) + [*reading.alternatives]
            if (topic := self._catalogue.topic(Classifier.IM, guess.code)) is not None
            and (group is None or topic.parent_id == group.pk)
        ]
        if not guesses:
            return None
        guess, best = guesses[0]
        decision = _guessed(guess)
        taken = best if guess.is_sure and self._may_take else None
        if taken is None:
            decision["others"] = [[g.code, round(g.confidence, 3)] for g, _topic in guesses[1:]]
            taken = self._group_by_machine(reading) if group is None else None
        result.decisions["topic"] = decision
        percent = round(guess.confidence * 100)
        result.topic_guess = (best.pk, percent, taken is not None)
        return taken

    def _group_by_machine(self, reading: Reading) -> Topic | None:
        guess = reading.group if self._may_take else None
        if guess is None or not guess.is_sure:
            return None
        return self._catalogue.topic(Classifier.IM, guess.code)

    def _place(self, item: Incoming, reading: Reading, result: Sorted) -> None:
        place = reading.place
        by = log.FILE if item.settlement and not place.candidates else log.MACHINE
        for guess in (place.settlement, place.street):
            if guess is not None:
                result.decisions["place"] = _guessed(guess, by=by)
        if place.candidates:
            decision = result.decisions["place"]
            others = [code for code in place.candidates if code != decision["code"]]
            alike = [[code, decision["confidence"]] for code in others[:MOST_PLACES]]
            decision["others"] = alike
        result.settlement_id = self._taken(place.settlement)
        result.street_id = self._taken(place.street)
        named = (item.settlement, item.street, item.house)
        words = ", ".join(part for part in named if part) or place.address_words or place.landmark
        result.house, result.place_text = place.house[:HOUSE_LENGTH], words[:PLACE_LENGTH]

    def _taken(self, guess: Guess | None) -> int | None:
        if guess is None or guess.confidence < TAKEOVER_CONFIDENCE:
            return None
        territory = self._catalogue.territory(guess.code)
        return territory.pk if territory else None

    def _recipient(self, item: Incoming, reading: Reading, result: Sorted) -> None:
        routing = self._rules.route(self._facts(item, result))
        holder = self._catalogue.organisation_named(item.sub_body)
        holder = holder or self._catalogue.organisation_named(item.body)
        # The administration as a whole is where items arrive, not who answers for them: there
        # the rules of the centre know better.
        if holder is not None and not self._catalogue.is_entrance(holder):
            self._hold(holder, result, _decision(log.FILE, holder.code, 1.0))
        elif routing.recipient_id is not None:
            self._propose(self._catalogue.organisation(routing.recipient_id), routing, result)
            result.uses.take(routing, "recipient_id")
        else:
            self._recipient_by_machine(reading, result)
        self._track(item, reading, routing, result)

    def _recipient_by_machine(self, reading: Reading, result: Sorted) -> None:
        """Where no rule says who is to answer, let history say it."""
        known = self._catalogue.context_codes(
            result.topic_id or result.topic_group_id, result.street_id or result.settlement_id
        )
        guess = reading.recipient(*known)
        holder = self._catalogue.recipient_with_code(guess.code) if guess else None
        if guess is None or holder is None:
            return
        if guess.is_sure and self._may_take:
            self._hold(holder, result, _guessed(guess))
        else:
            result.decisions["recipient"] = _guessed(guess)

    def _propose(self, chosen: Organisation, routing: Routing, result: Sorted) -> None:
        decision = _ruled(routing, "recipient_id", chosen.code)
        if chosen.is_recipient:
            if routing.executor is not None:
                result.executor_id = routing.executor.pk
                said = decision["reasons"][0]
                said["code"] = "rule_executor"
                said["params"]["executor"] = routing.executor.full_name
            self._hold(chosen, result, decision)
            return
        # Handing a case over to another body is a person's deed: here it is only proposed.
        result.decisions["transfer"] = decision
        result.jurisdiction_level = chosen.jurisdiction_level

    def _hold(self, holder: Organisation, result: Sorted, decision: dict[str, Any]) -> None:
        result.recipient_id = holder.pk
        result.decisions["recipient"] = decision
        if holder.block_id is not None:
            result.block_id = holder.block_id
        if holder.jurisdiction_level != JurisdictionLevel.MUNICIPAL:
            result.jurisdiction_level = holder.jurisdiction_level

    def _track(self, item: Incoming, reading: Reading, routing: Routing, result: Sorted) -> None:
        if routing.block_id is not None and result.recipient_id is None:
            result.block_id = routing.block_id
            result.uses.take(routing, "block_id")
        if item.fast_track is not None:
            result.fast_track = item.fast_track
        elif routing.fast_track is not None:
            result.fast_track = routing.fast_track
            result.decisions["track"] = _ruled(routing, "fast_track", "fast_track")
            result.uses.take(routing, "fast_track")
        if routing.importance:
            result.importance = routing.importance
            result.decisions["importance"] = _ruled(routing, "importance", routing.importance)
            result.uses.take(routing, "importance")
        elif reading.urgency is not None and reading.urgency.confidence >= TAKEOVER_CONFIDENCE:
            result.importance = CaseImportance.HEIGHTENED
            result.decisions["importance"] = _guessed(reading.urgency)
        if routing.regulation_code:
            day = local_date(item.received_at, self._catalogue)
            result.regulation = self._catalogue.regulation_with_code(routing.regulation_code, day)
            result.uses.take(routing, "regulation_code")
        result.uses.take(routing, "template_code")
        result.uses.take(routing, "receipt_text")

    def _signs(self, item: Incoming, reading: Reading, result: Sorted) -> None:
        """Take the flag and the tone over; kind and competence are only proposed."""
        result.tone = reading.tone.code
        if reading.flags:
            result.red_flag = reading.flags[0].code
            reasons = [r.as_json() for flag in reading.flags for r in flag.reasons]
            decided = _guessed(reading.flags[0]) | {"reasons": reasons}
            result.decisions["red_flag"] = decided
            if result.importance != CaseImportance.HEIGHTENED:
                result.importance = CaseImportance.HEIGHTENED
                result.decisions["importance"] = decided
        kind = reading.kind if item.is_appeal else reading.appeal
        proposed = {
            "tone": reading.tone if reading.tone.reasons else None,
            "kind": kind if kind and kind.code in ("appeal", *AppealKind.values) else None,
            "collective": reading.collective,
            # The topic and the recipient have said their word by now; the text may say another.
            "competence": reading.competence,
        }
        for aspect, guess in proposed.items():
            is_news = guess is not None and guess.code != result.jurisdiction_level
            if guess is not None and is_news and guess.confidence >= TAKEOVER_CONFIDENCE:
                result.decisions[aspect] = _guessed(guess)
        if "competence" not in result.decisions and result.jurisdiction_level:
            self._level_of_topic(result)

    def _level_of_topic(self, result: Sorted) -> None:
        topic = result.decisions.get("topic")
        if topic and result.jurisdiction_level != JurisdictionLevel.MUNICIPAL:
            result.decisions["competence"] = {
                **topic,
                "code": result.jurisdiction_level,
                "reasons": [{"code": "level_of_topic", "params": {}}],
            }

    def _facts(self, item: Incoming, result: Sorted) -> Facts:
        return Facts(
            channel=item.channel,
            kind=result.kind,
            topic_codes=self._catalogue.topic_codes(result.topic_id or result.topic_group_id),
            territory_codes=self._catalogue.territory_codes(
                result.street_id or result.settlement_id
            ),
            stems=stems_of(item.text),
        )

    def _regulation(self, item: Incoming, result: Sorted) -> None:
        if result.regulation is None:
            result.regulation = self._catalogue.regulation_for(
                kind=result.kind,
                channel=item.channel,
                fast_track=result.fast_track,
                importance=result.importance,
                on=local_date(item.received_at, self._catalogue),
            )


def local_date(at: datetime, catalogue: Catalogue) -> date:
    """Return the day of the moment on the clock of the municipality."""
    return catalogue.municipality.local(at).date()


def _decision(by: str, code: str, confidence: float) -> dict[str, Any]:
    return {"by": by, "code": code, "confidence": confidence, "reasons": []}


def _guessed(guess: Guess, *, by: str = log.MACHINE) -> dict[str, Any]:
    return {
        "by": by,
        "code": guess.code,
        "confidence": round(guess.confidence, 3),
        "reasons": [reason.as_json() for reason in guess.reasons],
    }


def _ruled(routing: Routing, aspect: str, code: str) -> dict[str, Any]:
    said = routing.rules[aspect]
    rule = {"code": "rule", "params": {"rule": said.name, "code": said.code}}
    return {"by": log.MACHINE, "code": code, "confidence": 1.0, "reasons": [rule]}
