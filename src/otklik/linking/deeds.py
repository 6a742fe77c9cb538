"""What people decide of proposals: each deed in one transaction, with its lines in the log."""

import math
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from otklik.cases import log, moves
from otklik.cases.models import Case, Problem
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.queries import access
from otklik.cases.queries.access import NotAllowed
from otklik.core.reasons import Reason
from otklik.linking.models import ProblemProposal, ProposalState, RepeatProposal
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission


class AlreadyDecided(Exception):
    """Another person has accepted or declined the proposal."""


class NoCases(Exception):
    """None of the cases chosen belongs to the proposal, or none may be linked by the person."""


def accept_problem(
    *,
    proposal: ProblemProposal,
    grants: Grants,
    at: datetime,
    title: str = "",
    case_ids: Collection[int] | None = None,
    seen_ids: Collection[int] | None = None,
) -> Problem:
    """Join the chosen cases of the proposal (all without ``case_ids``) and return the problem.

    ``title`` names a new problem; where there is an open one already it is not asked for. Of the
    cases the person has seen (all without ``seen_ids``) those left out are not proposed again;
    those he has not seen or may not link stay proposed. Raises ``AlreadyDecided``, ``NoCases``,
    ``states.StepIncomplete`` for a blank title and what ``moves.move`` raises.
    """
    with transaction.atomic():
        log.hold(proposal.municipality)
        current = ProblemProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if current.state != ProposalState.OPEN:
            raise AlreadyDecided
        judged = _judged(current, grants, seen_ids)
        chosen = judged.filter(problem=None)
        if case_ids is not None:
            chosen = chosen.filter(pk__in=case_ids)
        rest = _take_out(current, judged)
        current.problem = _join(current, list(chosen.order_by("received_at")), grants, at, title)
        current.state = ProposalState.ACCEPTED
        current.decided_by, current.decided_at = grants.person, at
        current.save()
        _propose_on(current, rest, at)
    return current.problem


def _join(
    proposal: ProblemProposal, cases: list[Case], grants: Grants, at: datetime, title: str
) -> Problem:
    if not cases:
        raise NoCases
    # A problem that is over takes no more cases: this is a new one.
    known = proposal.problem if proposal.problem and not proposal.problem.closed_at else None
    problem = known or Problem(
        municipality=proposal.municipality,
        title=title.strip(),
        topic=proposal.topic,
        territory=proposal.territory,
        opened_at=at,
    )
    for case in cases:
        given: dict[str, object] = {"problem": problem if problem.pk else title}
        with moves.move("join_problem", case=case, grants=grants, at=at, given=given) as move:
            if problem.pk is None:
                problem.save()
                move.note(is_opened=True)
            move.set(problem=problem)
    return problem


def _judged(
    proposal: ProblemProposal, grants: Grants, seen_ids: Collection[int] | None
) -> CaseQuerySet:
    """Return the cases of the proposal the person may link and has seen."""
    reached = access.cases_for(grants, proposal.municipality, Permission.LINK_CASE)
    judged = reached.filter(problem_proposals=proposal)
    return judged if seen_ids is None else judged.filter(pk__in=seen_ids)


def _take_out(proposal: ProblemProposal, judged: CaseQuerySet) -> list[Case]:
    """Take out of the proposal what the person has not judged, and return it."""
    rest = list(proposal.cases.exclude(pk__in=list(judged.values_list("pk", flat=True))))
    proposal.cases.remove(*rest)
    return rest


def _propose_on(decided: ProblemProposal, rest: list[Case], at: datetime) -> None:
    """Propose the cases nobody has judged by themselves, where they are enough for it."""
    waiting = [case for case in rest if case.problem_id is None and not case.repeat_kind]
    is_of_problem = decided.problem is not None and decided.problem.closed_at is None
    if len(waiting) < (1 if is_of_problem else decided.municipality.problem_cases):
        return
    told = {
        "count": str(len(waiting)),
        "days": str(decided.days),
        "usual": str(math.ceil(decided.usual)),
    }
    reason = Reason("of_open_problem" if is_of_problem else "more_than_usual", told)
    proposal = ProblemProposal.objects.create(
        municipality=decided.municipality,
        topic=decided.topic,
        territory=decided.territory,
        problem=decided.problem if is_of_problem else None,
        usual=decided.usual,
        days=decided.days,
        evidence=[reason.as_json()],
        made_at=decided.made_at,
        grown_at=at,
    )
    proposal.cases.add(*waiting)


def decline_problem(
    *,
    proposal: ProblemProposal,
    grants: Grants,
    at: datetime,
    seen_ids: Collection[int] | None = None,
) -> None:
    """Say that these cases are not one trouble: they are not proposed together again.

    Said of the cases the person has seen (all without ``seen_ids``) and may link; the others
    stay proposed. A proposal decided already stays as it is. Raises ``NotAllowed`` where he may
    link none of them.
    """
    with transaction.atomic():
        log.hold(proposal.municipality)
        current = ProblemProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if not _judged(current, grants, None).exists():
            raise NotAllowed(Permission.LINK_CASE)
        if current.state != ProposalState.OPEN:
            return
        rest = _take_out(current, _judged(current, grants, seen_ids))
        told = {"topic": str(proposal.topic), "place": str(proposal.territory)}
        entry = log.Entry("problem.declined", None, at, told)
        _decline(current, current.municipality, entry, grants, at)
        _propose_on(current, rest, at)


def decline_repeat(*, proposal: RepeatProposal, grants: Grants, at: datetime) -> None:
    """Say that the two cases are two troubles: they are never proposed as a repeat again.

    A proposal decided already stays as it is. Raises ``NotAllowed``.
    """
    access.require(grants, Permission.LINK_CASE, proposal.case)
    told = {"earlier": proposal.earlier.number}
    entry = log.Entry("case.not_repeat", proposal.case_id, at, told)
    _decline(proposal, proposal.case.municipality, entry, grants, at)


def _decline(
    proposal: ProblemProposal | RepeatProposal,
    municipality: Municipality,
    entry: log.Entry,
    grants: Grants,
    at: datetime,
) -> None:
    with transaction.atomic():
        log.hold(municipality)
        waiting = type(proposal)._default_manager.filter(pk=proposal.pk, state=ProposalState.OPEN)
        decided = {"decided_by": grants.person, "decided_at": at}
        if waiting.update(state=ProposalState.DECLINED, **decided):
            log.append(municipality, [entry], person=grants.person, recorded_at=at)
