"""Proposals in words, under the veil of the person who looks."""

from dataclasses import dataclass
from typing import Any

from otklik.cases.models import Case
from otklik.cases.models.choices import RepeatKind
from otklik.core.reasons import Reason
from otklik.intake.reason_texts import reason_text
from otklik.linking.models import ProblemProposal, RepeatProposal
from otklik.linking.proposals import ProposedProblem
from otklik.registry.grants import Grants
from otklik.web.desk.veil import veil_of

SHOWN_TEXT = 240
TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case of a proposal with the beginning of its text."""

    case: Case
    text: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A proposal to join cases; ``title`` is what a new problem may be called."""

    proposal: ProblemProposal
    cases: list[CaseLine]
    reasons: list[str]
    title: str


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """A proposal of a repeat; ``kind`` is the mark it would be given."""

    proposal: RepeatProposal
    earlier_text: str
    reasons: list[str]
    kind: str


def problem_line(proposed: ProposedProblem, grants: Grants) -> ProblemLine:
    """Return the proposal in words."""
    proposal = proposed.proposal
    title = f"{proposal.topic.name}: {proposal.territory}"
    return ProblemLine(
        proposal,
        [CaseLine(case, beginning(case, grants)) for case in proposed.cases],
        reasons_of([_counted(reason, proposed.size) for reason in proposal.evidence]),
        title[:TITLE_LENGTH],
    )


def repeat_line(proposal: RepeatProposal, grants: Grants) -> RepeatLine:
    """Return the proposal in words."""
    kind = RepeatKind.REPEATED if proposal.is_same_applicant else RepeatKind.DUPLICATE
    text = beginning(proposal.earlier, grants)
    return RepeatLine(proposal, text, reasons_of(proposal.evidence), kind.value)


def _counted(reason: dict[str, Any], size: int) -> dict[str, Any]:
    """Return the reason with how many cases there are now: some may be gone since it was made."""
    return {**reason, "params": {**reason.get("params", {}), "count": str(size)}}


def reasons_of(evidence: list[dict[str, Any]]) -> list[str]:
    """Return the reasons as sentences."""
    return [reason_text(Reason.from_json(reason)) for reason in evidence]


def beginning(case: Case, grants: Grants) -> str:
    """Return the beginning of the text; masked as a whole before it is cut."""
    plain = " ".join(veil_of(case, grants).text(case.text).split())
    return plain if len(plain) <= SHOWN_TEXT else f"{plain[:SHOWN_TEXT].rstrip()}…"
