"""Invented answers, good and bad, with what is wrong with each; nobody wrote them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from otklik.wording import CHECKS, Matter, Verdict, judge

# The lists of words were made with the first file in sight, never with the second.
FILE = Path(__file__).with_name("invented.csv")
LATER = Path(__file__).with_name("later.csv")
APPLICANT = ("Луговая Вера Ильинична", "8 913 000-00-00")
# An answer about rubbish, for the check on copies: one of the bad ones repeats it.
RUBBISH = (
    "Здравствуйте! Контейнеры у магазина региональный оператор вывез 14 октября. Теперь мусор "
    "будут забирать каждый понедельник и четверг. За графиком следит администрация села."
)
# Whether there is a photograph no text tells.
JUDGED = tuple(name for name in CHECKS if name != "photo")


@dataclass(frozen=True)
class Invented:
    """A message, an answer, and the checks the answer fails in the eyes of a person."""

    matter: Matter
    bad: frozenset[str]


@cache
def invented(path: Path = FILE) -> list[Invented]:
    """Return the invented answers of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_read(row) for row in csv.DictReader(file)]


def _read(row: Mapping[str, str]) -> Invented:
    bad = frozenset(part for part in row["bad"].split(";") if part)
    is_rubbish = row["answer"] == RUBBISH and "copied" not in bad
    matter = Matter(
        message=row["message"],
        answer=row["answer"],
        applicant=APPLICANT,
        others=() if is_rubbish else (RUBBISH,),
        is_refusal=True if row["refusal"] else None,
        is_public=bool(row["public"]),
    )
    return Invented(matter, bad)


@dataclass
class Count:
    """How a check did: defects found, false alarms, defects passed, and left to a person."""

    found: int = 0
    false: int = 0
    missed: int = 0
    left: int = 0
    left_bad: int = 0

    @property
    def precision(self) -> float:
        """Share of the alarms that are right; 1 without any."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the defects that are found; those left to a person count as missed."""
        bad = self.found + self.missed + self.left_bad
        return self.found / bad if bad else 1.0


def counts(path: Path = FILE) -> dict[str, Count]:
    """Judge all invented answers of a file; return how each check did."""
    found = {name: Count() for name in JUDGED}
    for one in invented(path):
        for name, finding in judge(one.matter, JUDGED).items():
            _count(found[name], finding.verdict, is_bad=name in one.bad)
    return found


def _count(count: Count, verdict: Verdict, *, is_bad: bool) -> None:
    if verdict is Verdict.UNKNOWN:
        count.left += 1
        count.left_bad += is_bad
    elif verdict is Verdict.NO:
        count.found += is_bad
        count.false += not is_bad
    else:
        count.missed += is_bad


def table(path: Path = FILE) -> str:
    """Return the counts as lines, to be printed."""
    head = "check          found false missed left precision recall"
    return "\n".join([head, *(_line(name, one) for name, one in counts(path).items())])


def _line(name: str, one: Count) -> str:
    figures = f"{one.found:5} {one.false:5} {one.missed:6} {one.left:4}"
    return f"{name:14} {figures} {one.precision:9.2f} {one.recall:6.2f}"
