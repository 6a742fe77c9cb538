"""The words flags, tone, kind and competence are told by: data, in force from day to day."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from otklik.understanding.signs import Phrase

SignWords = Mapping[str, tuple[Phrase, ...]]
FILE = "sign_words.csv"
GROUP = "group"
_GROUP_NAME = re.compile(r"@([а-я]+)")


def read_words(lines: Iterable[str], on: date | None = None) -> SignWords:
    """Return the phrases of a file by the name of their list.

    Columns: ``list``, ``code`` (blank: the words only stand for something harmless), ``weight``,
    ``words`` (phrases parted by semicolons, see ``Phrase``; ``@name`` stands for the words of the
    row of the list ``group`` with that code), ``valid_from``, ``valid_until`` (half-open). With
    ``on`` only rows in force on that day are taken.
    """
    rows = [row for row in csv.DictReader(lines) if on is None or _is_in_force(row, on)]
    groups = {row["code"]: row["words"] for row in rows if row["list"] == GROUP}
    found: dict[str, list[Phrase]] = defaultdict(list)
    for row in rows:
        words = _GROUP_NAME.sub(lambda name: groups[name.group(1)], row["words"])
        found[row["list"]] += [
            Phrase(phrase.strip(), float(row["weight"]), row["code"])
            for phrase in words.split(";")
            if phrase.strip()
        ]
    return {name: tuple(phrases) for name, phrases in found.items()}


def _is_in_force(row: Mapping[str, str], on: date) -> bool:
    day = on.isoformat()
    return row["valid_from"] <= day and (not row["valid_until"] or day < row["valid_until"])


@cache
def house_words() -> SignWords:
    """Return the words that come with the product; a region may bring a file of its own."""
    text = files("otklik.understanding").joinpath(FILE).read_text("utf-8")
    return read_words(text.splitlines())
