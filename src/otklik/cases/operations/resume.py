"""Take a deferred case back into work to check what was promised."""

from datetime import datetime

from otklik.cases import moves, promises
from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.models.regulations import ClockKind


def resume(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    is_done: bool,
    remark: str = "",
    proof: str = "",
    proof_url: str = "",
) -> Case:
    """Return a deferred case to work and say whether the promise was kept; return the case.

    A kept promise meets its clock at ``at`` and wants a proof, given here or before. One that is
    not done yet goes on running: it breaks by itself when its day has passed. Raises
    ``promises.NoProof`` and what ``moves.move`` raises.
    """
    with moves.move("resume", case=case, grants=grants, at=at) as current:
        # A promise a file brought has no row yet: it gets one before anything is written on it.
        promises.open_promise(current.case)
        if proof.strip() or proof_url.strip():
            promises.prove(current.case, proof, proof_url, at, grants.person)
        if is_done:
            promises.check_proof(current.case)
            promises.settle(current.case, at)
        for clock in current.clocks:
            if clock.kind == ClockKind.PROMISED and clock.is_running and is_done:
                clock.met_at = at
        current.note(is_done=is_done, remark=remark.strip(), proof=proof.strip())
    return current.case
