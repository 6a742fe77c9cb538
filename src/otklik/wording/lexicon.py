"""Lists of words and phrases the checks look for: data, each with plainer words if there are."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "words.csv"
# Phrases are looked up by so many first letters.
_KEY = 2
_BEGINNING = re.compile(rf"(?<!\w)\S{{1,{_KEY}}}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of a list: how heavily it counts, what to say instead."""

    weight: float
    instead: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found, where it stands in the text."""

    start: int
    end: int
    entry: Entry


class WordList:
    """Finds the phrases of one list in a text of small letters without ё."""

    def __init__(self, rows: Iterable[tuple[str, Entry]]) -> None:
        """Take phrases: «слов*» stands for all that begins so, «|» parts words one may choose.

        A word has at least two letters before its asterisk.
        """
        by_beginning: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        # The longest first: «в целях» must not hide «в целях обеспечения».
        for phrase, entry in sorted(rows, key=lambda row: -len(row[0])):
            for choice in phrase.replace("ё", "е").split()[0].split("|"):
                by_beginning[choice[:_KEY]].append((phrase, entry))
        # One alternation of all would be tried at every letter: this is the loop that counts.
        self._by_beginning = {
            key: (_compiled(found), [entry for _phrase, entry in found])
            for key, found in by_beginning.items()
        }

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the phrases of the list that are in the text, not overlapping."""
        end = 0
        for word in _BEGINNING.finditer(text):
            known = self._by_beginning.get(word.group())
            if known is None or word.start() < end:
                continue
            pattern, entries = known
            found = pattern.match(text, word.start())
            if found is not None:
                end = found.end()
                yield Hit(*found.span(), entries[(found.lastindex or 1) - 1])

    def is_in(self, text: str) -> bool:
        """Tell whether any phrase of the list is in the text."""
        return next(self.find(text), None) is not None


def _compiled(rows: Iterable[tuple[str, Entry]]) -> re.Pattern[str]:
    whole = "|".join(f"({_pattern(phrase)})" for phrase, _entry in rows)
    return re.compile(rf"(?:{whole})(?!\w)")


def _pattern(phrase: str) -> str:
    return r"[\s,«»\"]{1,3}".join(map(_word, phrase.replace("ё", "е").split()))


def _word(atom: str) -> str:
    choices = [re.escape(one).replace(r"\*", r"\w*") for one in atom.split("|")]
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def read_lists(lines: Iterable[str]) -> dict[str, WordList]:
    """Return the lists of a file by name.

    Columns: ``list``, ``weight`` (1 when blank), ``words`` (phrases parted by semicolons),
    ``instead`` (plainer words, or blank).
    """
    rows: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    for row in csv.DictReader(lines):
        entry = Entry(float(row["weight"] or 1), row["instead"])
        rows[row["list"]] += [
            (phrase.strip(), entry) for phrase in row["words"].split(";") if phrase.strip()
        ]
    return {name: WordList(found) for name, found in rows.items()}


@cache
def house_lists() -> dict[str, WordList]:
    """Return the lists that come with the product."""
    text = files("otklik.wording").joinpath(FILE).read_text("utf-8")
    return read_lists(text.splitlines())


def word_list(name: str) -> WordList:
    """Return a list of the product by its name."""
    return house_lists()[name]
