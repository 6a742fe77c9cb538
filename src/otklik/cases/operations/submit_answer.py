"""Send a draft to approval."""

from datetime import datetime

from otklik.cases import agreement, moves, quality
from otklik.cases.current_answer import check_seen, last_draft
from otklik.cases.models import Case
from otklik.cases.models.choices import AnswerState
from otklik.registry.grants import Grants


def submit_answer(
    *, case: Case, grants: Grants, at: datetime, seen_version: int | None = None
) -> Case:
    """Put the latest draft before those who agree and approve it, and return the case.

    The steps of the agreement route that fits are copied onto it; earlier ones are history.
    Raises ``NoSuchAnswer`` when there is no draft, ``FieldsUnfilled``
    while a field of a template is left in it, ``NewerAnswer`` when ``seen_version`` is not
    the latest, and what ``moves.move`` raises.
    """
    with moves.move("submit_answer", case=case, grants=grants, at=at) as current:
        check_seen(current.case, seen_version)
        answer = last_draft(current.case)
        quality.require_filled(answer.text)
        answer.state = AnswerState.IN_REVIEW
        answer.save(update_fields=["state"])
        route = agreement.start(current.case, answer, at)
        current.note(version=answer.version, kind=answer.kind, **route)
    return current.case
