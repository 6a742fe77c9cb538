"""The promises of a case as its card shows them."""

from dataclasses import dataclass
from datetime import date

from otklik.cases.models import Case, Promise, PromiseState
from otklik.web.desk.veil import Veil


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A step of a plan of works."""

    what: str
    day: date
    who: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise, its words under the veil."""

    promise: Promise
    reason: str
    notice: str
    steps: list[PlanLine]
    proof: str
    proof_url: str


@dataclass(frozen=True, slots=True)
class Promises:
    """All promises of a case, the latest first, and how often the day was moved."""

    lines: list[PromiseLine]
    moves: int


def promises_of(case: Case, veil: Veil) -> Promises:
    """Return the promises of the case."""
    rows = list(case.promises.select_related("made_by").order_by("-pk"))
    moves = sum(row.state == PromiseState.MOVED for row in rows)
    return Promises([_line(row, veil) for row in rows], moves)


def _line(row: Promise, veil: Veil) -> PromiseLine:
    steps = [
        PlanLine(veil.text(one["what"]), date.fromisoformat(one["date"]), veil.text(one["who"]))
        for one in row.plan
    ]
    return PromiseLine(
        promise=row,
        reason=veil.text(row.reason),
        notice=veil.text(row.notice),
        steps=steps,
        proof=veil.text(row.proof),
        proof_url=row.proof_url if veil.is_open else "",
    )
