"""The way of an answer through the hands that agree it: started, passed, given back.

Everything here runs under the lock of the case. What is returned are details for the log.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from otklik.cases.models import Answer, Case, Visa
from otklik.cases.models.choices import AnswerState
from otklik.cases.models.visas import VisaState
from otklik.cases.queries import access
from otklik.cases.queries.turns import Holders, is_lone_author, may_give_back, may_pass, turn_of
from otklik.registry.grants import Grants
from otklik.registry.models import Person
from otklik.registry.models.agreement import STEP_SIGN
from otklik.registry.permissions import Permission
from otklik.registry.routes import route_for


class NotYourTurn(Exception):
    """The answer waits for somebody of another role. ``role`` says of which."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class AuthorIsOnlyReader(Exception):
    """The municipality wants another person than the author to have read the answer."""


def start(case: Case, answer: Answer, at: datetime) -> dict[str, Any]:
    """Copy the steps of the route that fits onto the answer; skip those nobody could pass.

    An older version that was left waiting when the case changed hands waits no more.
    """
    left_behind = case.answers.filter(state=AnswerState.IN_REVIEW).exclude(pk=answer.pk)
    left_behind.update(state=AnswerState.DRAFT)
    Visa.objects.filter(case=case, state=VisaState.WAITING).update(state=VisaState.DROPPED)
    on = case.municipality.local(at).date()
    route = route_for(
        case.municipality,
        regulation_code=case.regulation.code if case.regulation else "",
        channel=case.channel,
        kind=case.kind,
        answer_kind=answer.kind,
        on=on,
    )
    if route is None:
        return {}
    steps = enumerate(route.step_list, start=1)
    visas = [Visa(case=case, answer=answer, number=number, role=role) for number, role in steps]
    waits_for = _walk(visas, case, Holders(case.municipality, on), None, at)
    Visa.objects.bulk_create(visas)
    told = {"route": route.name, "waits_for": waits_for, "skipped": _skipped(visas)}
    return {name: words for name, words in told.items() if words}


def pass_steps(
    case: Case, answer: Answer, grants: Grants, at: datetime
) -> tuple[bool, dict[str, Any]]:
    """Pass the step that is the person's turn, and those of his that follow it at once.

    Returns whether it was the last, and details for the log. Raises ``NotYourTurn``,
    ``AuthorIsOnlyReader``, and ``access.NotAllowed`` where no step is left to be passed.
    """
    visas = list(answer.visas.order_by("number"))
    before = {visa.pk for visa in visas if visa.state == VisaState.WAITING}
    _require_turn(case, visas, grants, at)
    holders = Holders(case.municipality, case.municipality.local(at).date())
    waits_for = _walk(visas, case, holders, grants, at)
    is_alone = not waits_for and is_lone_author(answer, visas, grants.person)
    if is_alone and not case.municipality.author_may_approve:
        raise AuthorIsOnlyReader
    changed = [visa for visa in visas if visa.pk in before]
    Visa.objects.bulk_update(changed, ["state", "person", "at"])
    told = {
        "agreed": STEP_SIGN.join(v.role for v in changed if v.state == VisaState.PASSED),
        "skipped": _skipped(changed),
        "waits_for": waits_for,
        "is_author": is_alone,
    }
    return not waits_for, {name: words for name, words in told.items() if words}


def give_back(
    case: Case, answer: Answer, grants: Grants, at: datetime, remark: str
) -> dict[str, Any]:
    """End the route of the answer with a remark at the step that is the person's turn.

    An approved one may be given back by whoever could pass a step of it, or may approve.
    Raises ``NotYourTurn`` and ``access.NotAllowed``.
    """
    visas = list(answer.visas.order_by("number"))
    if answer.state == AnswerState.APPROVED:
        if not may_give_back(grants, case, visas):
            raise access.NotAllowed(Permission.APPROVE_ANSWER)
        return {}
    visa = _require_turn(case, visas, grants, at)
    answer.visas.filter(state=VisaState.WAITING).update(state=VisaState.DROPPED)
    if visa is None:
        return {}
    visa.state, visa.person, visa.at, visa.remark = VisaState.RETURNED, grants.person, at, remark
    visa.save()
    return {"role": visa.role}


def _require_turn(case: Case, visas: list[Visa], grants: Grants, at: datetime) -> Visa | None:
    """Return the step that waits for the person; ``None`` when it is who may approve."""
    holders = Holders(case.municipality, case.municipality.local(at).date())
    turn = turn_of(case, visas, holders)
    if turn.visa is None:
        access.require(grants, Permission.APPROVE_ANSWER, case)
    elif not turn.is_of(grants, case):
        raise NotYourTurn(turn.visa.role)
    return turn.visa


def _walk(
    visas: list[Visa], case: Case, holders: Holders, grants: Grants | None, at: datetime
) -> str:
    """Skip what nobody could pass, pass what the person may; return the role it stops at."""
    for visa in visas:
        if visa.state != VisaState.WAITING:
            continue
        if grants is not None and may_pass(grants, visa.role, case):
            _settle(visa, VisaState.PASSED, grants.person, at)
        elif not holders.of(visa.role, case):
            _settle(visa, VisaState.SKIPPED, None, at)
        else:
            return visa.role
    return ""


def _settle(visa: Visa, state: str, person: Person | None, at: datetime) -> None:
    visa.state, visa.person, visa.at = state, person, at


def _skipped(visas: Iterable[Visa]) -> str:
    return STEP_SIGN.join(visa.role for visa in visas if visa.state == VisaState.SKIPPED)
