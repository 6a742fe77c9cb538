"""Write an internal note into the history of a case."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.registry.grants import Grants


def write_note(*, case: Case, grants: Grants, at: datetime, text: str) -> Case:
    """Keep the note in the history, where colleagues see it and the applicant never does."""
    given: dict[str, object] = {"text": text}
    with moves.move("write_note", case=case, grants=grants, at=at, given=given) as current:
        current.note(text=text.strip())
    return current.case
