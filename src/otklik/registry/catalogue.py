"""The registry of a municipality in memory: asked a thousand times a second during an import."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from otklik.registry.models import (
    Municipality,
    Organisation,
    Regulation,
    RoutingRule,
    Territory,
    Topic,
    TopicBlock,
    TopicEdition,
    TopicMapping,
)
from otklik.registry.models.organisations import OrganisationKind
from otklik.registry.models.regulations import CaseKindFilter, Importance, YesNoAny
from otklik.registry.models.territory import TerritoryKind
from otklik.registry.models.topics import Classifier

CLASSIFIER_OF_CHANNEL = {"im": Classifier.IM, "pos": Classifier.POS}
PLACE_KINDS = (TerritoryKind.SETTLEMENT, TerritoryKind.STREET)
# A registry typed by hand may lead a succession in a ring.
LONGEST_SUCCESSION = 10
_NOT_A_WORD = re.compile(r"[^0-9a-zа-я]+")


# A file says the same few hundred names over and over.
@lru_cache(maxsize=4_096)
def normal_name(text: str) -> str:
    """Return a name as it is compared: lower case, ё as е, signs and stars as spaces."""
    return _NOT_A_WORD.sub(" ", text.lower().replace("ё", "е")).strip()


class Catalogue:
    """A snapshot of the registry. Take a new one for a new import: it does not follow changes.

    Only ``learn`` writes: it adds categories a file brings that no edition knows.
    """

    def __init__(self, municipality: Municipality) -> None:
        """Read the registry with one query a table."""
        self.municipality = municipality
        self._read_topics()
        self._read_territories()
        self._read_organisations()
        regulations = Regulation.objects.filter(municipality__isnull=True) | (
            Regulation.objects.filter(municipality=municipality)
        )
        self.regulations: list[Regulation] = sorted(
            regulations.prefetch_related("terms"),
            key=lambda r: (r.municipality_id is None, r.priority, r.code),
        )
        self.routing_rules: list[RoutingRule] = list(
            RoutingRule.objects.filter(municipality=municipality).select_related("executor")
        )

    def _read_topics(self) -> None:
        self._editions = list(TopicEdition.objects.order_by("classifier", "edition"))
        self._topics = {t.pk: t for t in Topic.objects.select_related("edition", "parent")}
        self._by_code: dict[tuple[str, str], Topic] = {}
        self._by_path: dict[tuple[str, tuple[str, ...]], Topic] = {}
        self._by_leaf: dict[tuple[str, str], list[Topic]] = defaultdict(list)
        for topic in self._topics.values():
            self._remember(topic)
        self._blocks = {
            row.topic_id: row for row in TopicBlock.objects.filter(municipality=self.municipality)
        }
        self._mapped: dict[int, list[int]] = defaultdict(list)
        for pair in TopicMapping.objects.order_by("pk").values_list("from_topic", "to_topic"):
            self._mapped[pair[0]].append(pair[1])

    def _remember(self, topic: Topic) -> None:
        classifier = topic.edition.classifier
        self._by_code[(classifier, topic.code)] = topic
        self._by_path[(classifier, self._path(topic))] = topic
        self._by_leaf[(classifier, normal_name(topic.name))].append(topic)

    def _path(self, topic: Topic) -> tuple[str, ...]:
        names = []
        seen: Topic | None = topic
        while seen is not None:
            names.append(normal_name(seen.name))
            seen = self._topics.get(seen.parent_id) if seen.parent_id else None
        return tuple(reversed(names))

    def topic(self, classifier: str, code: str) -> Topic | None:
        """Return the topic with the code."""
        return self._by_code.get((classifier, code))

    def topic_with_key(self, key: int | None) -> Topic | None:
        """Return the topic with the key."""
        return self._topics.get(key or 0)

    def named_topic(self, channel: str, names: Sequence[str]) -> Topic | None:
        """Return the deepest topic the names of a file lead to, top-down.

        Channels without a classifier of their own speak in the words of Incident Management. A
        last name that only one topic has is understood even under a strange group.
        """
        classifier = CLASSIFIER_OF_CHANNEL.get(channel, Classifier.IM)
        path = tuple(normal_name(name) for name in names if normal_name(name))
        for depth in range(len(path), 0, -1):
            found = self._by_path.get((classifier, path[:depth]))
            if found is not None and depth == len(path):
                return found
            alone = self._by_leaf.get((classifier, path[depth - 1]), ())
            if depth == len(path) and len(alone) == 1:
                return alone[0]
            if found is not None:
                return found
        return None

    def working_topic(self, topic: Topic) -> Topic | None:
        """Return the topic of Incident Management a topic answers to, itself if it is one.

        Without a mapping of its own a topic takes that of the nearest one above.
        """
        seen: Topic | None = topic
        while seen is not None:
            if seen.edition.classifier == Classifier.IM:
                return seen
            for key in self._mapped.get(seen.pk, ()):
                if self._topics[key].edition.classifier == Classifier.IM:
                    return self._topics[key]
            seen = self._topics.get(seen.parent_id) if seen.parent_id else None
        return None

    def learn(self, channel: str, names: Sequence[str]) -> Topic | None:
        """Add the names of a file that the classifier of its channel does not know yet.

        Returns the deepest topic. Names are added whether the edition is open or not: the file
        is the fact; what came so is marked ``is_met_in_files``.
        """
        classifier = CLASSIFIER_OF_CHANNEL.get(channel)
        wanted = [name.strip() for name in names if normal_name(name)]
        if classifier is None or not wanted:
            return None
        known = self.named_topic(channel, wanted)
        if known is not None and normal_name(known.name) == normal_name(wanted[-1]):
            return known
        parent: Topic | None = None
        for depth in range(1, len(wanted) + 1):
            path = tuple(normal_name(name) for name in wanted[:depth])
            topic = self._by_path.get((classifier, path))
            parent = topic or self._add(classifier, wanted[depth - 1], parent)
        return parent

    def _add(self, classifier: str, name: str, parent: Topic | None) -> Topic | None:
        edition = next((e for e in reversed(self._editions) if e.classifier == classifier), None)
        if edition is None:
            return None
        met = sum(topic.is_met_in_files for topic in self._topics.values()) + 1
        topic = Topic.objects.create(
            edition=edition,
            code=f"{classifier}-met-{met:04d}",
            parent=parent,
            name=name[:300],
            is_met_in_files=True,
        )
        self._topics[topic.pk] = topic
        self._remember(topic)
        return topic

    def block_of(self, topic: Topic) -> TopicBlock | None:
        """Return the block of a topic, or that of the group above it."""
        seen: Topic | None = topic
        while seen is not None:
            if seen.pk in self._blocks:
                return self._blocks[seen.pk]
            seen = self._topics.get(seen.parent_id) if seen.parent_id else None
        return None

    def topic_codes(self, topic_id: int | None) -> frozenset[str]:
        """Return the codes of a topic and of everything above it."""
        codes = set()
        seen = self._topics.get(topic_id or 0)
        while seen is not None:
            codes.add(seen.code)
            seen = self._topics.get(seen.parent_id) if seen.parent_id else None
        return frozenset(codes)

    def topics_in_use(self, on: date) -> Iterable[Topic]:
        """Return the topics cases are sorted by on the day ``on``: those of Incident Management
        in the editions in force, not the groups.
        """
        return [
            topic
            for topic in self._topics.values()
            if topic.parent_id is not None and self._is_in_use(topic, on)
        ]

    def code_in_use(self, code: str, on: date) -> str | None:
        """Return the code of Incident Management that stands for a code on the day ``on``.

        A code of an edition that has ended leads where the mappings of the registry lead;
        ``None`` when it leads nowhere.
        """
        topic = self._by_code.get((Classifier.IM, code))
        if topic is None:
            return None
        after = [self._topics[key] for key in self._mapped.get(topic.pk, ())]
        return next((one.code for one in (topic, *after) if self._is_in_use(one, on)), None)

    def _is_in_use(self, topic: Topic, on: date) -> bool:
        edition = topic.edition
        return edition.classifier == Classifier.IM and edition.is_in_force(on)

    def _read_territories(self) -> None:
        rows = Territory.objects.filter(municipality=self.municipality).order_by("pk")
        self._territories = {territory.pk: territory for territory in rows}
        self._territory_by_code = {t.code: t for t in self._territories.values()}
        self._codes_above: dict[int, frozenset[str]] = {}

    def territory(self, code: str) -> Territory | None:
        """Return the territory with the code."""
        return self._territory_by_code.get(code)

    def places(self, on: date) -> Iterable[tuple[str, Territory]]:
        """Return the settlements and streets of the day ``on``, each with the name it goes by.

        A place with a Khakass name of its own comes twice.
        One that has ended is not among them; where the registry names its successor, people
        who still use the old name mean that. The streets of an ended settlement end with it.
        """
        for territory in self._territories.values():
            heir = self._heir(territory, on)
            if heir is None:
                continue
            yield territory.name, heir
            if territory.khakass_name and territory.khakass_name != territory.name:
                yield territory.khakass_name, heir

    def _heir(self, territory: Territory, on: date) -> Territory | None:
        """Return the place itself while it is in force, else what came after it, else none."""
        seen: Territory | None = territory
        for _step in range(LONGEST_SUCCESSION):
            if seen is None or seen.kind != territory.kind or seen.kind not in PLACE_KINDS:
                return None
            if self._is_open(seen, on):
                return seen
            seen = self._territories.get(seen.successor_id or 0)
        return None

    def _is_open(self, place: Territory, on: date) -> bool:
        above = self._territories.get(place.parent_id or 0)
        is_street = place.kind == TerritoryKind.STREET
        is_left = is_street and above is not None and not above.is_in_force(on)
        return place.is_in_force(on) and not is_left

    def parent_code(self, territory: Territory) -> str:
        """Return the code of the territory this one lies in, blank at the top."""
        parent = self._territories.get(territory.parent_id or 0)
        return parent.code if parent else ""

    def territory_codes(self, territory_id: int | None) -> frozenset[str]:
        """Return the codes of a territory and of everything it lies in."""
        if territory_id is None:
            return frozenset()
        if territory_id not in self._codes_above:
            codes = set()
            seen = self._territories.get(territory_id)
            while seen is not None:
                codes.add(seen.code)
                seen = self._territories.get(seen.parent_id or 0)
            self._codes_above[territory_id] = frozenset(codes)
        return self._codes_above[territory_id]

    def context_codes(self, topic_id: int | None, territory_id: int | None) -> list[str]:
        """Return the codes of a topic, its group, a territory and what it lies in, in order."""
        return sorted(self.topic_codes(topic_id) | self.territory_codes(territory_id))

    def _read_organisations(self) -> None:
        rows = Organisation.objects.filter(municipality=self.municipality).order_by("pk")
        self._organisations = {organisation.pk: organisation for organisation in rows}
        self._organisation_by_code = {o.code: o for o in self._organisations.values()}
        self._organisation_names: dict[str, Organisation] = {}
        for organisation in self._organisations.values():
            for name in (organisation.name, organisation.short_name, *_parts(organisation.aliases)):
                if normal_name(name):
                    self._organisation_names.setdefault(normal_name(name), organisation)

    def organisation(self, key: int) -> Organisation:
        """Return the organisation with the key. Raises ``KeyError``."""
        return self._organisations[key]

    def recipient_with_code(self, code: str) -> Organisation | None:
        """Return the organisation with the code that may be given cases."""
        found = self._organisation_by_code.get(code)
        return found if found is not None and found.is_recipient else None

    def organisation_named(self, name: str) -> Organisation | None:
        """Return the organisation a file calls so, by name, short name or alias."""
        return self._organisation_names.get(normal_name(name)) if name else None

    def is_entrance(self, organisation: Organisation) -> bool:
        """Tell whether items only arrive there and are handed on: the administration itself."""
        return organisation.kind == OrganisationKind.ADMINISTRATION

    def regulation_with_code(self, code: str, on: date) -> Regulation | None:
        """Return the regulation with the code in force on the day."""
        return next((r for r in self.regulations if r.code == code and r.is_in_force(on)), None)

    def regulation_for(
        self, *, kind: str, channel: str, fast_track: bool, importance: str, on: date
    ) -> Regulation | None:
        """Return the regulation that applies: the municipality's own first, then by priority."""
        for regulation in self.regulations:
            channels = _parts(regulation.channels)
            if (
                regulation.is_in_force(on)
                and regulation.kind in (kind, CaseKindFilter.ANY)
                and (not channels or channel in channels)
                and regulation.fast_track in (_yes_no(fast_track), YesNoAny.ANY)
                and regulation.importance in (importance, Importance.ANY)
            ):
                return regulation
        return None


def _yes_no(value: bool) -> str:
    return YesNoAny.YES if value else YesNoAny.NO


@lru_cache(maxsize=1_024)
def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
