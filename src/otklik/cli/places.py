"""``places``: how well places are found in texts somebody marked."""

import csv
import json
from pathlib import Path
from typing import Any

import click

from otklik.cli.ground import WRONG_USE, Command, Refused
from otklik.cli.words import _
from otklik.understanding.place_scores import (
    HOUSE,
    SETTLEMENT,
    STREET,
    Places,
    PlaceScores,
    reader_by_gazetteer,
    reader_by_pattern,
    score_places,
)

KIND_NAMES = {SETTLEMENT: _("settlement"), STREET: _("street"), HOUSE: _("house")}
# The marks of the labelled sets: settlement, street, house; others are left out.
KINDS = {"t": SETTLEMENT, "s": STREET, "h": HOUSE}
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    cls=Command,
    help=_(
        "Find settlements, streets and houses in the texts of a JSON file and compare them with "
        "those marked there: a list of objects with “text” and “gold”, a list of [kind, words] "
        "with the kinds t (settlement), s (street), h (house)."
    ),
)
@click.argument("file", type=FILE)
@click.option(
    "--gazetteer",
    type=FILE,
    help=_("Names of the settlements there are: csv with a column “name”, json, or a line each."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the figures as JSON."))
def places(file: Path, gazetteer: Path | None, as_json: bool) -> None:
    """Print precision, recall and F1 of each kind of place, and the texts read a second."""
    messages = _messages(file)
    read = reader_by_gazetteer(_names(gazetteer)) if gazetteer else reader_by_pattern()
    # The first text pays for the dictionary; a running centre does not.
    read(messages[0][0])
    scores = score_places(messages, read)
    if as_json:
        click.echo(json.dumps(_figures(scores)))
        return
    words = _("%(kind)-12s precision %(precision).3f  recall %(recall).3f  F1 %(f1).3f")
    for kind, score in scores.by_kind.items():
        told = {
            "kind": KIND_NAMES[kind],
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
        }
        click.echo(words % told)
    click.echo(_("%(count).0f texts a second") % {"count": scores.messages_per_second})


def _figures(scores: PlaceScores) -> dict[str, float]:
    figures: dict[str, float] = {}
    for kind, score in scores.by_kind.items():
        figures[f"precision_{kind}"] = round(score.precision, 4)
        figures[f"recall_{kind}"] = round(score.recall, 4)
        figures[f"f1_{kind}"] = round(score.f1, 4)
    figures["messages_per_second"] = round(scores.messages_per_second, 1)
    return figures


def _messages(file: Path) -> list[tuple[str, Places]]:
    """Return the texts with the places marked in them. Raises ``Refused``."""
    try:
        loaded = [_message(row) for row in json.loads(_text_of(file))]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        words = _("“%(file)s” is no list of texts with their places: see --help.")
        raise Refused(words % {"file": file.name}, WRONG_USE) from error
    if not loaded:
        raise Refused(_("“%(file)s” holds no texts.") % {"file": file.name})
    return loaded


def _message(row: dict[str, Any]) -> tuple[str, Places]:
    true: Places = {kind: [] for kind in KINDS.values()}
    for mark, name in row.get("gold", []):
        if mark in KINDS:
            true[KINDS[mark]].append(str(name))
    return str(row["text"]), true


def _names(file: Path) -> list[str]:
    """Return the names of a gazetteer, whatever of the three forms it has. Raises ``Refused``."""
    text = _text_of(file)
    if file.suffix.lower() == ".json":
        names = _names_of_json(file, text)
    elif file.suffix.lower() == ".csv":
        rows = csv.DictReader(text.splitlines())
        names = [row["name"] for row in rows if row.get("name")]
    else:
        names = [line.strip() for line in text.splitlines() if line.strip()]
    if not names:
        raise Refused(_("“%(file)s” names no settlement.") % {"file": file.name}, WRONG_USE)
    return names


def _names_of_json(file: Path, text: str) -> list[str]:
    try:
        rows = json.loads(text)
        return [str(row["name"]) if isinstance(row, dict) else str(row) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        words = _("“%(file)s” is no list of names.")
        raise Refused(words % {"file": file.name}, WRONG_USE) from error


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        words = _("“%(file)s” cannot be read: %(error)s.")
        reason = getattr(error, "strerror", None) or _("it is not text in UTF-8")
        raise Refused(words % {"file": file, "error": reason}) from error
