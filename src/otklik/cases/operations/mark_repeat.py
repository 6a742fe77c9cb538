"""Mark a case as a repeat or a duplicate of another."""

from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.cases.models.choices import RepeatKind
from otklik.registry.grants import Grants


class NotRepeatable(Exception):
    """A case repeats an earlier case of the same municipality, never itself or its own repeat."""


def mark_repeat(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    repeat_kind: str,
    repeat_of: Case | None = None,
) -> Case:
    """Set the mark of repetition (facts.md 1), or take it off with a blank one; return the case.

    Raises ``NotRepeatable``, ``ValueError`` for an unknown mark and what ``moves.move`` raises.
    """
    kind = RepeatKind(repeat_kind)
    with moves.move("mark_repeat", case=case, grants=grants, at=at) as current:
        if repeat_of is not None:
            _check(case, repeat_of)
        current.set(repeat_kind=kind.value, repeat_of=repeat_of)
    return current.case


def _check(case: Case, earlier: Case) -> None:
    seen: Case | None = earlier
    while seen is not None:
        if seen.pk == case.pk or seen.municipality_id != case.municipality_id:
            raise NotRepeatable(earlier.number)
        seen = seen.repeat_of
