"""The measuring part of ``bench.duplicates``; runs with the settings of a bench folder."""

import sqlite3
import statistics
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

import django

django.setup()

from otklik.cli.demo.stories import StoryBook  # noqa: E402
from otklik.understanding.duplicates import (  # noqa: E402
    Signature,
    SignatureIndex,
    Verdict,
    compare,
    signature,
)

CHUNK = 10_000
MESSAGES = 300
LIMIT = 50
PER_KEY = 2_000
LETTERS = "абвгдежзиклмнопрстуя"
SETTLEMENTS = "Осиновка Берёзовка Луговое Заречье Каменка Сосновка Верхний Ключ Полевое".split()
STREETS = (
    "Заречная Полевая Лесная Школьная Садовая Мира Гагарина Советская Новая Трудовая "
    "Набережная Зелёная Степная Южная Кирова Пушкина Комсомольская Колхозная Речная Озёрная"
).split()
LANDMARKS = ("школы", "клуба", "магазина", "почты", "остановки")
BOOK = StoryBook()
Find = Callable[[Signature], list[int]]


def text_of(number: int) -> str:
    """Return the invented text of a number, always the same."""
    random = Random(number)
    place = f"{random.choice(SETTLEMENTS)}, {random.choice(STREETS)}, {random.randint(1, 150)}"
    story = BOOK.of_month(random.randint(1, 12), random)
    return random.choice(story.texts).format(place=place, landmark=random.choice(LANDMARKS))


def copied(text: str, random: Random) -> str:
    """Return a copy as people make them: a greeting, words lost, slips of the pen, no signs."""
    words = [word for word in text.lower().split() if random.random() > 0.1]
    for place in random.sample(range(len(words)), max(1, len(words) // 8)):
        word = words[place]
        if word.isalpha() and len(word) > 4:
            at = random.randrange(1, len(word))
            words[place] = word[:at] + random.choice(LETTERS) + word[at + random.randint(0, 1) :]
    return f"здравствуйте {' '.join(words)} примите меры"


def signed(first: int) -> list[Signature]:
    """Return the signatures of one chunk of texts."""
    return [signature(text_of(number)) for number in range(first, first + CHUNK)]


def all_signed(texts: int) -> Iterator[tuple[int, Signature]]:
    """Yield the numbers and signatures of all texts, made by two processes."""
    with ProcessPoolExecutor(2) as pool:
        for chunk, made in enumerate(pool.map(signed, range(0, texts, CHUNK))):
            yield from enumerate(made, start=chunk * CHUNK)


class TableIndex:
    """The face of ``SignatureIndex`` over a table of a database: one row for a key of a text."""

    def __init__(self, path: Path) -> None:
        """Open a new database."""
        self._database = sqlite3.connect(path)
        self._database.execute("CREATE TABLE keys (key INTEGER, number INTEGER)")

    def add_all(self, rows: Iterator[tuple[int, int]]) -> None:
        """Add rows of (key, number) and index them."""
        self._database.executemany("INSERT INTO keys VALUES (?, ?)", rows)
        self._database.execute("CREATE INDEX by_key ON keys (key, number)")
        self._database.commit()

    def candidates(self, made: Signature) -> list[int]:
        """Return the numbers that share most keys; a key of thousands is passed over."""
        asked = "SELECT number FROM keys WHERE key = ? LIMIT ?"
        ranks: Counter[int] = Counter()
        for key in (made.exact, *made.keys):
            numbers = [row[0] for row in self._database.execute(asked, (key, PER_KEY))]
            if len(numbers) < PER_KEY:
                ranks.update(numbers)
        return [number for number, _keys in ranks.most_common(LIMIT)]


def scan(digests: "array[int]", made: Signature) -> list[int]:
    """Return the numbers of exact copies."""
    return [number for number, digest in enumerate(digests) if digest == made.exact][:LIMIT]


def ask(name: str, find: Find, texts: int, *, is_copy: bool) -> None:
    """Print the time a message and the share of copies found."""
    random = Random(20_261_123)
    seconds, asked, found = [], [], 0
    for _message in range(MESSAGES):
        number = random.randrange(texts)
        text = copied(text_of(number), random) if is_copy else text_of(texts + number)
        started = perf_counter()
        candidates = find(signature(text))
        asked.append(perf_counter() - started)
        same = [n for n in candidates if compare(text, text_of(n)).verdict is Verdict.SAME]
        seconds.append(perf_counter() - started)
        found += number in same
    share = f", {found / MESSAGES:.1%} found" if is_copy else ""
    print(f"{name}: candidates {_shown(asked)}; with comparing {_shown(seconds)}{share}")


def _shown(seconds: list[float]) -> str:
    p95 = statistics.quantiles(seconds, n=20)[-1]
    return f"median {statistics.median(seconds) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"


def measure(texts: int) -> None:
    """Sign, index, ask, print."""
    started = perf_counter()
    index, digests = SignatureIndex(), array("q")
    keys, numbers = array("q"), array("q")
    for number, made in all_signed(texts):
        index.add(number, made)
        digests.append(made.exact)
        for key in (made.exact, *made.keys):
            keys.append(key)
            numbers.append(number)
    print(f"{texts:,} texts, {len(keys):,} keys, signed in {perf_counter() - started:.0f} s")
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        table = TableIndex(Path(folder) / "keys.sqlite3")
        started = perf_counter()
        table.add_all(zip(keys, numbers, strict=True))
        size = (Path(folder) / "keys.sqlite3").stat().st_size / 2**20
        print(f"SQLite: {size:,.0f} MB, filled in {perf_counter() - started:.0f} s")
        finders: dict[str, Find] = {
            "baseline, a scan of all digests": partial(scan, digests),
            "keys in memory": index.candidates,
            "keys in SQLite": table.candidates,
        }
        for is_copy in (True, False):
            for name, find in finders.items():
                ask(f"{'copies' if is_copy else 'new'}, {name}", find, texts, is_copy=is_copy)
