"""The steps of agreement of an answer as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.cases.models import Visa
from otklik.cases.models.visas import VisaState
from otklik.cases.queries.turns import Turn
from otklik.web.desk.role_words import step_words
from otklik.web.desk.veil import Veil

ICONS = {
    VisaState.WAITING: "clock",
    VisaState.PASSED: "circle-check",
    VisaState.SKIPPED: "corner-down-right",
    VisaState.RETURNED: "arrow-back-up",
    VisaState.DROPPED: "ban",
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words. ``is_now``: it is the turn of ``people``, who are named."""

    role: str
    standing: str
    icon: str
    who: str
    at: datetime | None
    remark: str
    is_now: bool
    people: str


def step_lines(visas: Sequence[Visa], turn: Turn, veil: Veil) -> list[StepLine]:
    """Return the steps in their order; ``turn`` tells at which the answer waits."""
    return [_line(visa, turn, veil) for visa in visas]


def _line(visa: Visa, turn: Turn, veil: Veil) -> StepLine:
    is_now = turn.visa is not None and visa.pk == turn.visa.pk
    return StepLine(
        role=step_words(visa.role),
        standing=str(visa.get_state_display()),
        icon=ICONS.get(VisaState(visa.state), "point"),
        who=visa.person.short_name if visa.person else "",
        at=visa.at,
        remark=veil.text(visa.remark),
        is_now=is_now,
        people=", ".join(person.short_name for person in turn.people) if is_now else "",
    )
