"""What people decide of proposals: each deed in one transaction, with its lines in the log."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from otklik.cases import log, moves
from otklik.cases.models import Case, Problem
from otklik.cases.queries import access
from otklik.cases.queries.access import NotAllowed
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
) -> Problem:
    """Join the chosen cases of the proposal (all without ``case_ids``) and return the problem.

    ``title`` names a new problem; where there is one already it is not asked for. Cases left
    out are not proposed again for it. Raises ``AlreadyDecided``, ``NoCases``,
    ``states.StepIncomplete`` for a blank title and what ``moves.move`` raises.
    """
    with transaction.atomic():
        log.hold(proposal.municipality)
        current = ProblemProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if current.state != ProposalState.OPEN:
            raise AlreadyDecided
        reached = access.cases_for(grants, current.municipality, Permission.LINK_CASE)
        chosen = reached.filter(problem_proposals=current, problem=None)
        # Who may not link a case has not left it out: it is proposed again.
        current.cases.remove(*current.cases.exclude(pk__in=reached.values("pk")))
        if case_ids is not None:
            chosen = chosen.filter(pk__in=case_ids)
        current.problem = _join(current, list(chosen.order_by("received_at")), grants, at, title)
        current.state = ProposalState.ACCEPTED
        current.decided_by, current.decided_at = grants.person, at
        current.save()
    return current.problem


def _join(
    proposal: ProblemProposal, cases: list[Case], grants: Grants, at: datetime, title: str
) -> Problem:
    if not cases:
        raise NoCases
    problem = proposal.problem or Problem(
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


def decline_problem(*, proposal: ProblemProposal, grants: Grants, at: datetime) -> None:
    """Say that these cases are not one trouble: they are not proposed together again.

    A proposal decided already stays as it is. Raises ``NotAllowed``.
    """
    if not grants.allows(Permission.LINK_CASE, proposal.municipality):
        raise NotAllowed(Permission.LINK_CASE)
    told = {"topic": str(proposal.topic), "place": str(proposal.territory)}
    entry = log.Entry("problem.declined", None, at, told)
    _decline(proposal, proposal.municipality, entry, grants, at)


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
