"""``learn``: let the machine learn from the history of a municipality, now."""

import json

import click

from otklik.cli.ground import Command, municipality_of, now, require_database
from otklik.cli.words import _
from otklik.intake.reason_texts import reason_text
from otklik.learning.runs import run_waiting
from otklik.learning.study import Outcome, study
from otklik.learning.trial import Trial


@click.command(
    "learn",
    cls=Command,
    help=_(
        "Let the machine learn topics and recipients from cases a file or a person has sorted. "
        "What it learnt sorts from now on only where it does better, on cases kept for the "
        "trial, than what sorted before."
    ),
)
@click.option("--municipality", metavar="CODE", help=_("Code of the municipality."))
@click.option(
    "--waiting",
    is_flag=True,
    help=_("Do what was asked for in the browser, in all municipalities, and end."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the figures as JSON."))
def learn(municipality: str | None, waiting: bool, as_json: bool) -> None:
    """Learn, and tell what came of it."""
    require_database()
    if waiting:
        click.echo(_("Runs of learning done: %(count)s") % {"count": run_waiting(at=now())})
        return
    outcomes = study(municipality_of(municipality), at=now(), person=None)
    if as_json:
        told = {str(one.aspect): one.as_json() for one in outcomes}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in outcomes:
        click.echo(f"{one.aspect.label}: {_words(one)}")


def _words(one: Outcome) -> str:
    if one.refusal is not None:
        return reason_text(one.refusal)
    told = {"count": one.lessons, "own": _right(one.own), "before": _right(one.before)}
    if one.has_taken_over:
        words = _(
            "learnt from %(count)s cases; right in %(own)s of the trial, before in %(before)s: "
            "it sorts from now on"
        )
        return words % told
    words = _(
        "learnt from %(count)s cases; right in %(own)s of the trial, before in %(before)s: "
        "nothing is changed"
    )
    return words % told


def _right(trial: Trial | None) -> str:
    return f"{trial.figures.accuracy:.0%}" if trial else "—"
