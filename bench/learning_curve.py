"""How right sorting gets with each hundred of cases: python -m bench.learning_curve FOLDER [PNG].

FOLDER holds ``kursk_dev.csv`` and ``ryazan_dev.csv`` (text, topic11, fold). Before there is a
history the words of the registry sort: their answer is the group of topics, told in the words
of the two regions (``GROUPS``). Each figure is the mean over the folds of the share of right
answers, and of the right ones among the first three.
"""

import csv
import random
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from otklik.understanding import KeywordTopicClassifier, TopicEntry
from otklik.understanding.learned.measures import figures
from otklik.understanding.learned.training import train

SIZES = (50, 100, 200, 500, 1000, 1600)
REGIONS = ("kursk", "ryazan")
LABEL = "topic11"
GROUPS = {
    **dict.fromkeys(("02", "05", "22"), "ЖКХ и благоустройство"),
    **dict.fromkeys(("03", "12", "19"), "Госуслуги и управление"),
    **dict.fromkeys(("06", "15"), "Строительство и земля"),
    **dict.fromkeys(("07", "09", "17", "18"), "Культура и спорт"),
    **dict.fromkeys(("10", "20"), "Экология и отходы"),
    **dict.fromkeys(("16", "21"), "Торговля, бизнес, труд"),
    "04": "Дороги",
    "11": "Общественный транспорт",
    "13": "Связь",
    "24": "Здравоохранение",
    "25": "Образование",
    "26": "Социальная защита",
}
# Street lights stand among the roads in one list and among the housing in the other.
LIGHTS, LIGHTS_ARE = "im-04-15", "02"
Rows = list[dict[str, str]]


def base_topics() -> list[TopicEntry]:
    """Return the topics every installation has, with what people call them."""
    source = files("otklik.registry") / "data" / "base" / "topics.csv"
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    names = {row["code"]: row["name"] for row in rows}
    return [
        TopicEntry(row["code"], row["name"], names[row["parent"]], row["synonyms"].split(";"))
        for row in rows
        if row["classifier"] == "im" and row["parent"]
    ]


def rows_of(folder: Path, region: str) -> Rows:
    """Return the labelled rows of a region."""
    with (folder / f"{region}_dev.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row[LABEL]]


def by_words(rows: Rows) -> tuple[float, float]:
    """Return the share of right answers, first and among three, with no history at all."""
    classifier = KeywordTopicClassifier(base_topics())
    first = three = 0
    for row in rows:
        answers = []
        for guess in classifier.propose(row["text"], limit=6):
            group = LIGHTS_ARE if guess.code == LIGHTS else guess.code[3:5]
            if GROUPS.get(group, "") not in answers:
                answers.append(GROUPS.get(group, ""))
        first += row[LABEL] in answers[:1]
        three += row[LABEL] in answers[:3]
    return first / len(rows), three / len(rows)


def learnt(rows: Rows, size: int) -> tuple[float, float]:
    """Return the same shares after ``size`` cases, as means over the folds."""
    found = []
    for fold in sorted({row["fold"] for row in rows}):
        known = [row for row in rows if row["fold"] != fold]
        random.Random(int(fold)).shuffle(known)
        known = known[:size]
        tried = [row for row in rows if row["fold"] == fold]
        classifier = train(
            [row["text"] for row in known], [row[LABEL] for row in known], topics=base_topics()
        )
        chances = classifier.probabilities([row["text"] for row in tried])
        told = figures(classifier.labels, chances, [row[LABEL] for row in tried], 1.0)
        found.append((told.accuracy, told.top3))
    return sum(a for a, _t in found) / len(found), sum(t for _a, t in found) / len(found)


def main(folder: Path, picture: Path | None) -> None:
    """Print the table, and draw it where a picture is asked for."""
    curves: dict[str, list[tuple[int, float, float]]] = {}
    for region in REGIONS:
        rows = rows_of(folder, region)
        curves[region] = [(0, *by_words(rows))]
        curves[region] += [(n, *learnt(rows, n)) for n in SIZES if n <= len(rows) * 0.8]
        for size, first, three in curves[region]:
            print(f"{region:8} {size:6} {first:.3f} {three:.3f}", flush=True)
    if picture is not None:
        draw(curves, picture)


def draw(curves: dict[str, list[tuple[int, float, float]]], picture: Path) -> None:
    """Draw the share of right first answers against the number of cases learnt from."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - drawn seldom, loaded slowly

    figure = Figure(figsize=(6.4, 3.4), layout="constrained")
    axes: Any = figure.subplots()
    for name, (region, curve) in zip(("A", "B"), curves.items(), strict=True):
        axes.plot(
            [size for size, _f, _t in curve],
            [100 * first for _s, first, _t in curve],
            marker="o",
            label=f"region {name} ({region})",
        )
    axes.set_xlabel("cases learnt from (0: words of the registry)")
    axes.set_ylabel("right at once, %")
    axes.set_ylim(0, 100)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
