"""``duplicates``: how well copies of messages are told from messages of one pattern."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import click

from otklik.cli.ground import Refused
from otklik.cli.words import _
from otklik.core.reasons import Reason
from otklik.core.tables import Column, TableError, TableSpec, read_table
from otklik.core.text import words
from otklik.intake.reason_texts import reason_text
from otklik.understanding.duplicates import Verdict, compare

PAIRS = TableSpec(
    columns=(
        Column("text_a", "text_a"),
        Column("text_b", "text_b"),
        Column("label", "label"),
        Column("kind", "kind", is_usual=False),
    ),
    required=(frozenset(("text_a", "text_b", "label")),),
)
LABELS = {"1": True, "0": False}
# The kind of pairs that look alike and speak of two houses.
OTHER_HOUSE = "other address"
BASELINE_COSINE = 0.6

Judge = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and whether people say they are one message."""

    text_a: str
    text_b: str
    is_same: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a judge reached; a share of nothing is ``None``."""

    precision: float | None
    recall: float | None
    f1: float | None
    recall_by_kind: dict[str, float | None]
    false_joins_other_house: float | None
    pairs_per_second: float


@click.command(
    help=_(
        "Measure how well copies are told from look-alikes, on a table (csv, xlsx) of pairs with "
        "the columns text_a, text_b, label (1 for one message, 0 for two) and, if wanted, kind. "
        "The baseline joins texts whose sets of words have a cosine of 0.6 or more."
    ),
)
@click.argument("file", metavar="PAIRS", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print the figures as JSON."))
def duplicates(file: Path, as_json: bool) -> None:
    """Judge every pair and print the figures beside those of the baseline."""
    pairs = _read(file)
    figures, baseline = _measured(pairs, _is_copy), _measured(pairs, _have_words_in_common)
    if as_json:
        told = {"pairs": len(pairs), **asdict(figures), "baseline": asdict(baseline)}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for name, value, beside in _lines(figures, baseline):
        words_of_line = _("%(name)s: %(value)s (baseline %(baseline)s)")
        click.echo(words_of_line % {"name": name, "value": value, "baseline": beside})


def _read(file: Path) -> list[Pair]:
    if not file.is_file():
        raise Refused(reason_text(Reason("file_not_found", {"file": str(file)})))
    try:
        pairs = list(_pairs(file))
    except TableError as error:
        raise Refused(_sentence(error.reason, file)) from error
    if not pairs:
        raise Refused(_("“%(file)s” has no pairs under its headers.") % {"file": file.name})
    return pairs


def _sentence(reason: Reason, file: Path) -> str:
    if reason.code != "headers_not_found":
        return reason_text(reason)
    needed = _("“%(file)s” has no columns %(names)s: the first row must name them.")
    return needed % {"file": file.name, "names": PAIRS.required_headers()}


def _pairs(file: Path) -> Iterator[Pair]:
    table = read_table(file, PAIRS)
    keys = table.match.columns
    for number, row in table.rows:
        label = row.get(keys["label"], "").strip()
        if label not in LABELS:
            sentence = _("Row %(row)d of “%(file)s”: the label is “%(label)s”, not 0 or 1.")
            raise Refused(sentence % {"row": number, "file": file.name, "label": label[:40]})
        yield Pair(
            row.get(keys["text_a"], ""),
            row.get(keys["text_b"], ""),
            LABELS[label],
            row.get(keys["kind"], "") if "kind" in keys else "",
        )


def _is_copy(text_a: str, text_b: str) -> bool:
    return compare(text_a, text_b).verdict is Verdict.SAME


def _have_words_in_common(text_a: str, text_b: str) -> bool:
    """Return what the baseline says: the cosine of two sets of words."""
    one, other = set(words(text_a)), set(words(text_b))
    shared = len(one & other)
    return bool(shared) and shared / math.sqrt(len(one) * len(other)) >= BASELINE_COSINE


def _measured(pairs: Sequence[Pair], judge: Judge) -> Figures:
    started = perf_counter()
    joined = [judge(pair.text_a, pair.text_b) for pair in pairs]
    seconds = perf_counter() - started
    judged = list(zip(pairs, joined, strict=True))
    hits = sum(is_joined and pair.is_same for pair, is_joined in judged)
    precision = _share(hits, sum(joined))
    recall = _share(hits, sum(pair.is_same for pair in pairs))
    f1 = _share(2 * hits, sum(joined) + sum(pair.is_same for pair in pairs))
    of_kind = Counter(pair.kind for pair in pairs if pair.is_same)
    hits_of_kind = Counter(pair.kind for pair, is_joined in judged if pair.is_same and is_joined)
    recalls = {kind: _share(hits_of_kind[kind], of_kind[kind]) for kind in sorted(of_kind)}
    houses = [is_joined for pair, is_joined in judged if _is_other_house(pair)]
    return Figures(
        precision=precision,
        recall=recall,
        f1=f1,
        recall_by_kind=recalls,
        false_joins_other_house=_share(sum(houses), len(houses)),
        pairs_per_second=round(len(pairs) / max(seconds, 1e-9), 1),
    )


def _is_other_house(pair: Pair) -> bool:
    return not pair.is_same and OTHER_HOUSE in pair.kind


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _lines(figures: Figures, baseline: Figures) -> Iterator[tuple[str, str, str]]:
    labels = {
        "precision": _("precision"),
        "recall": _("recall"),
        "f1": _("F1"),
        "false_joins_other_house": _("look-alikes about another house joined"),
        "pairs_per_second": _("pairs a second"),
    }
    ours, theirs = asdict(figures), asdict(baseline)
    for name, label in labels.items():
        yield label, _shown(ours[name]), _shown(theirs[name])
    for kind, value in figures.recall_by_kind.items():
        label = _("recall of %(kind)s") % {"kind": kind or "—"}
        yield label, _shown(value), _shown(baseline.recall_by_kind[kind])


def _shown(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"
