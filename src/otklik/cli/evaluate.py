"""``evaluate``: how good the trained classifier is on a file of messages with known labels."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from time import process_time

import click

from otklik.cli.ground import WRONG_USE, Refused
from otklik.cli.words import _
from otklik.core.tables import Column, TableError, TableSpec, read_table
from otklik.intake.reason_texts import reason_text
from otklik.understanding.learned.measures import Figures, figures, mean_figures
from otklik.understanding.learned.rivals import Answering, Baseline, Majority
from otklik.understanding.learned.training import CannotLearn, train
from otklik.understanding.reading import TopicEntry

FIGURE_TEXTS = {
    "accuracy": _("right answers"),
    "f1_weighted": _("F1, weighted"),
    "f1_macro": _("F1, macro"),
    "top3": _("right among three"),
    "coverage_at_90": _("share answered at 90 % precision"),
    "coverage_at_95": _("share answered at 95 % precision"),
    "messages_per_second": _("messages a second on one core"),
}
# The widest list of everyday words by topic; words of any other list are in it too.
TOPICS_OF = "im"


@dataclass(frozen=True)
class Sample:
    """Messages with their labels, and the fold of each when the file names folds."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    folds: tuple[str, ...] = ()

    def part(self, fold: str, *, is_out: bool) -> "Sample":
        """Return the messages of a fold, or with ``is_out`` those of all others."""
        kept = [i for i, name in enumerate(self.folds) if (name != fold) == is_out]
        return Sample(tuple(self.texts[i] for i in kept), tuple(self.labels[i] for i in kept))


@click.command(
    "evaluate",
    help=_(
        "Train the classifier on messages with known labels and measure it on others: on a "
        "second file (--train, --test), or fold by fold on one FILE (--folds). Beside it stand "
        "the commonest label and the usual recipe. Rows without a label are left out."
    ),
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--train",
    "train_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Messages to learn from."),
)
@click.option(
    "--test",
    "test_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Messages to measure on."),
)
@click.option("--folds", metavar="COLUMN", help=_("Column of FILE with the fold of a row."))
@click.option("--text", required=True, metavar="COLUMN", help=_("Column with the text."))
@click.option("--label", required=True, metavar="COLUMN", help=_("Column with the label."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the figures as JSON."))
def evaluate(
    file: Path | None,
    train_file: Path | None,
    test_file: Path | None,
    folds: str | None,
    text: str,
    label: str,
    as_json: bool,
) -> None:
    """Train, measure and tell the figures."""
    if train_file and test_file and not (file or folds):
        parts = [(read_sample(train_file, text, label), read_sample(test_file, text, label))]
    elif file and folds and not (train_file or test_file):
        parts = list(_folded(file, read_sample(file, text, label, folds)))
    else:
        raise Refused(_("Say either --train and --test, or FILE and --folds."), WRONG_USE)
    try:
        told = _measured(parts)
    except CannotLearn as error:
        raise Refused(reason_text(error.reason)) from error
    if as_json:
        own = told.pop("own").as_json()
        click.echo(json.dumps(own | {name: one.as_json() for name, one in told.items()}))
    else:
        _tell(told)


def read_sample(path: Path, text: str, label: str, folds: str | None = None) -> Sample:
    """Return the rows of a table that have a label.

    Raises ``Refused`` when the file cannot be read, lacks a column or has no such row.
    """
    named = {"text": text, "label": label} | ({"folds": folds} if folds else {})
    columns = tuple(Column(name, header) for name, header in named.items())
    try:
        table = read_table(path, TableSpec(columns, (frozenset(named),)))
        keys = table.match.columns
        rows = [tuple(row[keys[name]] for name in named) for _number, row in table.rows]
    except TableError as error:
        raise Refused(reason_text(error.reason)) from error
    kept = [row for row in rows if row[1].strip()]
    if not kept:
        raise Refused(_("The file “%(file)s” has no row with a label.") % {"file": path.name})
    return Sample(*zip(*kept, strict=True))


def base_topics() -> list[TopicEntry]:
    """Return the topics every installation has, with what people call them."""
    source = files("otklik.registry") / "data" / "base" / "topics.csv"
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    names = {row["code"]: row["name"] for row in rows}
    return [
        TopicEntry(row["code"], row["name"], names[row["parent"]], row["synonyms"].split(";"))
        for row in rows
        if row["classifier"] == TOPICS_OF and row["parent"]
    ]


def _folded(path: Path, sample: Sample) -> Iterator[tuple[Sample, Sample]]:
    names = sorted(set(sample.folds))
    if len(names) < 2:
        words = _("The file “%(file)s” has only one fold: there is nothing to measure on.")
        raise Refused(words % {"file": path.name})
    for name in names:
        yield sample.part(name, is_out=True), sample.part(name, is_out=False)


def _measured(parts: Sequence[tuple[Sample, Sample]]) -> dict[str, Figures]:
    """Return the figures of the classifier, the commonest label and the usual recipe."""
    found: dict[str, list[Figures]] = {"own": [], "majority": [], "baseline": []}
    topics = base_topics()
    for learnt, test in parts:
        rivals: dict[str, Answering] = {
            "own": train(learnt.texts, learnt.labels, topics=topics),
            "majority": Majority(learnt.labels),
            "baseline": Baseline(learnt.texts, learnt.labels),
        }
        for name, rival in rivals.items():
            found[name].append(_answered(rival, test))
    return {name: mean_figures(many) for name, many in found.items()}


def _answered(rival: Answering, test: Sample) -> Figures:
    # The time of the process: what else the machine does is not the classifier's fault, and
    # sparse algebra runs on one core.
    started = process_time()
    chances = rival.probabilities(test.texts)
    return figures(rival.labels, chances, test.labels, process_time() - started)


def _tell(told: dict[str, Figures]) -> None:
    heads = (_("trained"), _("commonest"), _("usual recipe"))
    width = max(map(len, FIGURE_TEXTS.values()))
    click.echo(" " * width + "".join(f"{head:>16}" for head in heads))
    for name, words in FIGURE_TEXTS.items():
        values = [getattr(one, name) for one in told.values()]
        shown = [f"{v:.0f}" if name == "messages_per_second" else f"{v:.3f}" for v in values]
        click.echo(words.ljust(width) + "".join(f"{value:>16}" for value in shown))
