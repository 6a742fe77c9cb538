"""One answer for all cases of a problem: what may be done with many of them at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Answer, Case, Problem
from otklik.cases.models.choices import AnswerState, State
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.close import close
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.queries import access
from otklik.cases.queries.turns import waiting_for
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission
from otklik.web.desk.veil import veil_of

MOST_CASES = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A case as the person saw it: its key and the latest version of its answer, 0 for none."""

    case_id: int
    version: int

    def __str__(self) -> str:
        return f"{self.case_id}:{self.version}"


@dataclass(frozen=True, slots=True)
class Group:
    """Cases at one stage with one text of the answer, if there is one yet."""

    text: str
    choices: list[Choice]


Perform = Callable[[Case, Grants, datetime, int, str], object]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is done with all cases in one of ``states``, one by one."""

    name: str
    title: str | Promise
    button: str | Promise
    states: tuple[str, ...]
    answer_state: str
    permission: Permission
    perform: Perform


def _answer(case: Case, grants: Grants, at: datetime, version: int, text: str) -> None:
    draft_answer(case=case, grants=grants, at=at, text=text, seen_version=version)
    submit_answer(case=case, grants=grants, at=at)


def _approve(case: Case, grants: Grants, at: datetime, version: int, text: str) -> None:
    approve_answer(case=case, grants=grants, at=at, seen_version=version)


def _send(case: Case, grants: Grants, at: datetime, version: int, text: str) -> None:
    send_answer(case=case, grants=grants, at=at, seen_version=version)


def _close(case: Case, grants: Grants, at: datetime, version: int, text: str) -> None:
    close(case=case, grants=grants, at=at)


STAGES: tuple[Stage, ...] = (
    Stage(
        "answer",
        _("One answer for all"),
        _("Put to approval"),
        (State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS),
        "",
        Permission.DRAFT_ANSWER,
        _answer,
    ),
    Stage(
        "approve",
        _("Wait for approval"),
        _("Approve"),
        (State.IN_REVIEW,),
        AnswerState.IN_REVIEW,
        Permission.AGREE_ANSWER,
        _approve,
    ),
    Stage(
        "send",
        _("Approved, to be sent"),
        _("Mark as sent"),
        (State.APPROVED,),
        AnswerState.APPROVED,
        Permission.SEND_ANSWER,
        _send,
    ),
    Stage(
        "close",
        _("Answered"),
        _("Close"),
        (State.ANSWERED,),
        AnswerState.SENT,
        Permission.CLOSE_CASE,
        _close,
    ),
)
BY_NAME = {stage.name: stage for stage in STAGES}


def groups_of(problem: Problem, stage: Stage, grants: Grants, on: date) -> list[Group]:
    """Return the cases of the problem the person may take through the stage, by the very text.

    Cases with another answer of their own stand apart, so that nobody approves what he has not
    read; an answer is approved by whose turn it is on the day ``on``. The largest group comes
    first.
    """
    if stage.permission == Permission.AGREE_ANSWER:
        reached = waiting_for(grants, problem.municipality, on)
    else:
        reached = access.cases_for(grants, problem.municipality, stage.permission)
    waiting = reached.filter(problem=problem, state__in=stage.states).order_by("received_at")
    cases = {case.pk: case for case in waiting.select_related("municipality")[:MOST_CASES]}
    latest: dict[int, Answer] = {}
    for answer in Answer.objects.filter(case__in=cases).order_by("version"):
        latest[answer.case_id] = answer
    groups: dict[str, list[Choice]] = defaultdict(list)
    for key, case in cases.items():
        found = latest.get(key)
        shown = found is not None and stage.answer_state == found.state
        text = veil_of(case, grants).text(found.text) if found is not None and shown else ""
        groups[text].append(Choice(key, found.version if found else 0))
    made = [Group(text, choices) for text, choices in groups.items()]
    return sorted(made, key=lambda group: -len(group.choices))


def choices_in(values: Iterable[str]) -> list[Choice]:
    """Return the choices written in the fields of a form; what makes no sense is left out."""
    found = []
    for value in list(values)[:MOST_CASES]:
        key, _colon, version = value.partition(":")
        if key.isdecimal() and version.isdecimal() and len(value) < 25:
            found.append(Choice(int(key), int(version)))
    return found
