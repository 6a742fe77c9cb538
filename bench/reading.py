"""How many messages a second a reader takes on one core: topic, place and flags together.

``python -m bench.reading [MESSAGES]``: invented messages of ordinary length over the topics and
places of the demonstration district. No database is asked.
"""

import csv
import sys
from collections.abc import Callable
from importlib.resources import files
from random import Random
from time import process_time

from otklik.understanding import (
    Gazetteer,
    KeywordTopicClassifier,
    PlaceEntry,
    Reader,
    TopicEntry,
)
from otklik.understanding.reader import Reading

SEED = 211
PARTS = ("topic", "place", "flags", "personal_data", "urgency", "tone", "competence")
PARTS += ("kind", "appeal", "collective")
ASKED = ("topic", "place", "flags")
ENDINGS = (
    "Обращались уже три раза, ответа нет.",
    "Просим принять меры до холодов.",
    "По вечерам здесь ходят дети из школы, опасно.",
    "Звоните 8 913 000-00-00, Анна.",
    "Спасибо, что читаете. Когда ждать решения?",
)


def rows(path: str) -> list[dict[str, str]]:
    """Return the rows of a file that comes with the product."""
    text = files("otklik").joinpath(path).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def reader() -> tuple[Reader, list[str]]:
    """Return a reader of the demonstration district and places to write about."""
    topics = [row for row in rows("registry/data/base/topics.csv") if row["classifier"] == "im"]
    names = {row["code"]: row["name"] for row in topics}
    entries = [
        TopicEntry(r["code"], r["name"], names.get(r["parent"], ""), r["synonyms"].split(";"))
        for r in topics
        if r["parent"]
    ]
    places = [
        PlaceEntry(r["code"], r["name"], r["kind"], r["type_label"], r["parent"])
        for r in rows("registry/data/demo/territories.csv")
        if r["kind"] in ("settlement", "street")
    ]
    settlements = {place.code: place for place in places if place.kind == "settlement"}
    written = [
        f"{settlements[p.parent_code].type_label}. {settlements[p.parent_code].name}, "
        f"{p.type_label}. {p.name}"
        for p in places
        if p.kind == "street" and p.parent_code in settlements
    ]
    made = Reader(topics=KeywordTopicClassifier(entries), gazetteer=Gazetteer(places))
    return made, written


def messages(number: int, places: list[str]) -> list[str]:
    """Return invented messages, all different, of some 150 to 300 letters."""
    random = Random(SEED)
    stories = [row["text"] for row in rows("cli/demo/stories.csv")]
    made = []
    for serial in range(number):
        place = f"{random.choice(places)}, {random.randint(1, 90)}"
        text = random.choice(stories).format(place=place, landmark="у школы")
        tail = " ".join(random.sample(ENDINGS, 2))
        made.append(f"{text} {tail} Дело {serial}.")
    return made


def rate(texts: list[str], read: Callable[[str], object]) -> float:
    """Return how many texts a second of the processor are read."""
    started = process_time()
    for text in texts:
        read(text)
    return len(texts) / (process_time() - started)


def main() -> None:
    """Print the rate of everything asked together, then of each part alone."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    made, places = reader()
    texts = messages(number, places)
    rate(texts[:100], lambda text: ask(made.read(text), PARTS))
    letters = sum(map(len, texts)) // number
    print(f"{number} messages, {letters} letters each on the average")
    print(f"topic + place + flags: {rate(texts, lambda t: ask(made.read(t), ASKED)):,.0f}/s")
    print(f"everything:            {rate(texts, lambda t: ask(made.read(t), PARTS)):,.0f}/s")
    for part in PARTS:
        print(f"  {part:20} {rate(texts, lambda t, p=part: ask(made.read(t), (p,))):8,.0f}/s")


def ask(reading: Reading, parts: tuple[str, ...]) -> None:
    """Have the parts read."""
    for part in parts:
        getattr(reading, part)


if __name__ == "__main__":
    main()
