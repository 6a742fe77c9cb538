"""Invented items: where, when, by whom, and how the source system dealt with them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from otklik.channels.incoming import Incoming, Reply, Step
from otklik.cli.demo.stories import Story, StoryBook
from otklik.registry.models import (
    Municipality,
    Organisation,
    Territory,
    Topic,
    TopicMapping,
)

CHANNELS = {
    "im": 40,
    "pos": 27,
    "official_page": 8,
    "phone": 9,
    "email": 4,
    "paper": 8,
    "reception": 4,
}
DAYS = 730
DAYS_IN_WORK = 24
LANDMARKS = ("школы", "клуба", "магазина", "ФАПа", "конторы", "автобусной остановки")
NETWORKS = {"vk": 70, "ok": 24, "telegram": 6}
STANDINGS = {"closed": 82, "deferred": 4, "transferred": 6, "rejected": 2}
LAST_NAMES = ("Берёзкин", "Ковров", "Лугов", "Тополев", "Снегирёв", "Полынцев", "Ручьёв")
# First name, patronymic, ending of the last name.
FULL_NAMES = (
    ("Анна", "Ивановна", "а"),
    ("Мария", "Сергеевна", "а"),
    ("Ольга", "Петровна", "а"),
    ("Елена", "Николаевна", "а"),
    ("Пётр", "Ильич", ""),
    ("Иван", "Петрович", ""),
    ("Сергей", "Иванович", ""),
    ("Николай", "Сергеевич", ""),
)
WEEKDAY_LOAD = (1.15, 1.1, 1.1, 1.0, 1.0, 0.75, 0.7)
HOURS = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]


@dataclass(frozen=True, slots=True)
class Episode:
    """A time when one trouble at one place brings many messages.

    Without a settlement it is the whole district; ``is_mass`` marks one trouble, not a season.
    """

    title: str
    topic_code: str
    settlement_code: str
    days_before_end: int
    days: int
    items: int
    is_mass: bool = True


EPISODES = (
    Episode("Отключения электричества после бури", "im-22-13", "", 23, 4, 34),
    Episode("Нет воды: авария на скважине", "im-05-07", "Имек", 9, 3, 16),
    Episode("Не вывозят мусор", "im-10-05", "Таштып", 40, 12, 26),
    Episode("Снегопад: не чищены дороги", "im-04-12", "", 330, 6, 38),
    Episode("Паводок: подтопление огородов", "im-01-03", "Матур", 220, 7, 29),
    Episode("Нет фельдшера", "im-24-19", "Большая Сея", 75, 20, 14),
    Episode("Безнадзорные собаки у школы", "im-01-09", "Арбаты", 140, 15, 18),
    Episode("Отключения электричества в мороз", "im-22-13", "Нижние Сиры", 640, 5, 24),
    # Nobody has put these together yet: the machine is to see it.
    Episode("Нет воды с утра", "im-05-07", "Таштып", 1, 1, 8, is_mass=False),
)


@dataclass(frozen=True, slots=True)
class DemoItem:
    """An invented item and what the file would not say: its episode and whom it repeats."""

    incoming: Incoming
    topic_code: str
    episode: Episode | None = None
    repeats: str = ""


class ItemMaker:
    """Makes the items of a district from a seed: the same seed, the same items."""

    def __init__(self, municipality: Municipality, at: datetime, seed: int) -> None:
        """Read places, topics and recipients of the municipality; items end at ``at``."""
        self._municipality = municipality
        self._at = at
        self._random = Random(seed)
        self._book = StoryBook()
        self._serial = count(1)
        territories = list(Territory.objects.filter(municipality=municipality).order_by("code"))
        self._settlements = [t for t in territories if t.kind == "settlement"]
        self._streets = {
            s.pk: [t for t in territories if t.kind == "street" and t.parent_id == s.pk]
            for s in self._settlements
        }
        self._weights = [len(self._streets[s.pk]) + 1 for s in self._settlements]
        topics = Topic.objects.filter(edition__classifier="im").select_related("parent")
        self._topics = {topic.code: topic for topic in topics}
        self._categories = _categories()
        self._recipients = list(
            Organisation.objects.filter(municipality=municipality, is_recipient=True)
            .exclude(kind="institution")
            .order_by("code")
        )

    def items(self, total: int) -> Iterator[DemoItem]:
        """Yield about ``total`` items in the order of time, episodes and repeats among them."""
        found = [*self._everyday(total), *self._episodes()]
        found.extend(self._repeats(found))
        yield from sorted(found, key=lambda item: item.incoming.received_at)

    def _everyday(self, total: int) -> Iterator[DemoItem]:
        wanted = max(total - sum(e.items for e in EPISODES), 0) / DAYS
        last = self._municipality.local(self._at).date()
        for back in range(DAYS, -1, -1):
            day = last - timedelta(days=back)
            growth = 0.85 + 0.3 * (DAYS - back) / DAYS
            mean = wanted * growth * WEEKDAY_LOAD[day.weekday()] * 0.98
            for _ in range(self._about(mean)):
                story = self._book.of_month(day.month, self._random)
                item = self._item(story, self._moment(day), self._settlement())
                if item is not None:
                    yield DemoItem(item, story.topic_code)

    def _about(self, mean: float) -> int:
        whole = int(self._random.gauss(mean, mean**0.5) + self._random.random())
        return max(whole, 0)

    def _episodes(self) -> Iterator[DemoItem]:
        last = self._municipality.local(self._at).date()
        by_name = {settlement.name: settlement for settlement in self._settlements}
        for episode in EPISODES:
            story = self._book.named(episode.topic_code)
            for number in range(episode.items):
                offset = episode.days * (number / episode.items) ** 1.5
                day = last - timedelta(days=episode.days_before_end - int(offset))
                place = by_name.get(episode.settlement_code) or self._settlement()
                item = self._item(story, self._moment(day), place)
                if item is not None:
                    yield DemoItem(item, episode.topic_code, episode)

    def _repeats(self, items: list[DemoItem]) -> Iterator[DemoItem]:
        old_enough = self._at - timedelta(days=20)
        candidates = [
            item
            for item in items
            if item.incoming.author_name and item.incoming.received_at < old_enough
        ]
        for earlier in self._random.sample(candidates, len(candidates) // 18):
            at = earlier.incoming.received_at + timedelta(days=self._random.randint(12, 60))
            if at < self._at:
                again = replace(
                    self._settled(earlier.incoming, at, earlier.topic_code),
                    text=f"Пишу повторно, ничего не сделано! {earlier.incoming.text}",
                )
                yield DemoItem(again, earlier.topic_code, repeats=earlier.incoming.external_id)

    def _item(self, story: Story, at: datetime, settlement: Territory) -> Incoming | None:
        if at >= self._at:
            return None
        random = self._random
        channel = random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        streets = self._streets[settlement.pk]
        street = random.choice(streets) if streets else None
        house = str(random.randint(1, 60)) if random.random() < 0.6 and street else ""
        place = f"{settlement}, {street}" if street else str(settlement)
        place = f"{place}, {house}" if house else place
        text = random.choice(story.texts).format(place=place, landmark=random.choice(LANDMARKS))
        topic = self._topics[story.topic_code]
        names_place = random.random() < 0.5
        draft = Incoming(
            channel=channel,
            external_id="",
            received_at=at,
            text=text,
            source=self._source(channel),
            author_name=self._person(channel),
            is_appeal=channel in ("paper", "reception") or (channel == "pos" and at.day % 7 == 0),
            category=self._category(channel, topic),
            municipality=self._municipality.name,
            settlement=str(settlement) if names_place else "",
            street=str(street) if street and names_place else "",
            house=house if names_place else "",
            incident_type="solvable",
            fast_track=random.random() < 0.45 if channel == "pos" else None,
            staff={},
            payload={},
        )
        return self._settled(draft, at, story.topic_code)

    def _category(self, channel: str, topic: Topic) -> tuple[str, ...]:
        if channel == "im" and topic.parent is not None:
            return (topic.parent.name, topic.name)
        if channel != "pos":
            return ()
        group_code = topic.parent.code if topic.parent else ""
        return self._categories.get(topic.code) or self._categories.get(group_code, ())

    def _settled(self, draft: Incoming, at: datetime, topic_code: str) -> Incoming:
        """Give the item a number, and if it is old enough an answer and an end."""
        random = self._random
        number = f"DEMO-{next(self._serial):06d}"
        age = (self._at - at).days
        standing = "open"
        if age > DAYS_IN_WORK or (age > 0 and random.random() < 0.55):
            standing = random.choices(list(STANDINGS), list(STANDINGS.values()))[0]
        if standing == "deferred" and age > 150:
            standing = "closed"
        item = replace(
            draft,
            external_id=number,
            received_at=at,
            standing=standing,
            stage="Завершено" if standing == "closed" else "В работе",
            replies=(),
            steps=(),
            rating=None,
        )
        return _with_payload(self._ended(item, age, topic_code) if standing != "open" else item)

    def _ended(self, item: Incoming, age: int, topic_code: str) -> Incoming:
        random = self._random
        days = min(self._answer_days(item), max(age - 1, 0) + random.random())
        assigned = item.received_at + timedelta(hours=random.uniform(0.2, 5))
        answered = max(item.received_at + timedelta(days=days), assigned + timedelta(minutes=20))
        answered = min(answered, self._at - timedelta(minutes=random.randint(1, 50)))
        steps = (Step("assigned", min(assigned, answered)), Step("closed", answered))
        if item.standing == "deferred":
            promised = self._at.date() + timedelta(days=random.randint(-12, 45))
            return replace(item, steps=steps[:1], completed_at=answered, due_date=promised)
        if item.standing != "closed":
            return replace(item, steps=steps, completed_at=answered)
        text = self._answer(topic_code, answered)
        rated = random.random() < 0.22
        return replace(
            item,
            steps=steps,
            completed_at=answered,
            replies=(Reply("final", text, answered),),
            resolution=random.choices(("explained", "solved", "not_solved"), (50, 44, 6))[0],
            rating=random.choices((5, 4, 3, 2, 1), (46, 20, 12, 9, 13))[0] if rated else None,
        )

    def _answer_days(self, item: Incoming) -> float:
        random = self._random
        if item.channel in ("im", "official_page"):
            return random.choices((random.uniform(0.05, 0.4), random.uniform(0.5, 5)), (86, 14))[0]
        if item.is_appeal:
            return random.choices((random.uniform(8, 27), random.uniform(30, 38)), (93, 7))[0]
        return random.choices((random.uniform(1, 9), random.uniform(10, 34)), (80, 20))[0]

    def _answer(self, topic_code: str, at: datetime) -> str:
        template = self._book.answer(topic_code, self._random)
        recipient = self._random.choice(self._recipients)
        return template.format(date=f"{at:%d.%m.%Y}", recipient=recipient)

    def _settlement(self) -> Territory:
        return self._random.choices(self._settlements, self._weights)[0]

    def _moment(self, day: date) -> datetime:
        clock = time(self._random.choice(HOURS), self._random.randint(0, 59))
        return datetime.combine(day, clock, tzinfo=self._municipality.zone)

    def _person(self, channel: str) -> str:
        first, patronymic, ending = self._random.choice(FULL_NAMES)
        last = self._random.choice(LAST_NAMES) + ending
        if channel in ("im", "official_page"):
            return f"{first} {last}"
        return f"{last} {first} {patronymic}"

    def _source(self, channel: str) -> str:
        if channel in ("im", "official_page"):
            return self._random.choices(list(NETWORKS), list(NETWORKS.values()))[0]
        return "epgu" if channel == "pos" else ""


def _categories() -> dict[str, tuple[str, ...]]:
    """Return for topics of Incident Management the category of the feedback platform."""
    mappings = TopicMapping.objects.filter(
        from_topic__edition__classifier="pos", to_topic__edition__classifier="im"
    ).select_related("from_topic__parent__parent", "to_topic")
    found: dict[str, tuple[str, ...]] = {}
    for mapping in mappings.order_by("pk"):
        names: list[str] = []
        seen: Topic | None = mapping.from_topic
        while seen is not None:
            names.insert(0, seen.name)
            seen = seen.parent
        found.setdefault(mapping.to_topic.code, tuple(names))
    return found


def _with_payload(item: Incoming) -> Incoming:
    payload = {
        "Демонстрация": "да",
        "Номер": item.external_id,
        "Дата": item.received_at.isoformat(sep=" ", timespec="minutes"),
        "Состояние": item.stage,
        "Текст": item.text,
    }
    return replace(item, payload=payload)
