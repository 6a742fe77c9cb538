"""Show that what was promised is done."""

from datetime import datetime

from otklik.cases import moves, promises
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def show_proof(
    *, case: Case, grants: Grants, at: datetime, proof: str, proof_url: str = ""
) -> Case:
    """Write on the latest promise what shows it was fulfilled, and return the case.

    The case stays deferred: another person looks at the proof and takes it back into work. Raises
    ``promises.NoProof`` where nothing was promised, and what ``moves.move`` raises.
    """
    given: dict[str, object] = {"proof": proof}
    with moves.move("show_proof", case=case, grants=grants, at=at, given=given) as current:
        promises.prove(current.case, proof, proof_url, at, grants.person)
        current.note(proof=proof.strip(), address=proof_url.strip())
    return current.case
