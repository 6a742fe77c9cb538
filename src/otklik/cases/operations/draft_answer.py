"""Write an answer, or the next version of one."""

from datetime import datetime

from django.db.models import Max

from otklik.cases import enclosed, moves, quality
from otklik.cases.current_answer import check_seen
from otklik.cases.models import Answer, Case
from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.registry.grants import Grants


def draft_answer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    text: str,
    kind: str = AnswerKind.FINAL,
    seen_version: int | None = None,
) -> Case:
    """Keep the text as a new version of the answer and return the case.

    A version is never overwritten: who answers for a text must be able to find it again.
    The machine marks it by the checklist of quality at once.
    Raises ``ValueError`` for an unknown kind, ``NewerAnswer`` when ``seen_version`` is not the
    latest, and what ``moves.move`` raises.
    """
    kind = AnswerKind(kind)
    given: dict[str, object] = {"text": text}
    with moves.move("draft_answer", case=case, grants=grants, at=at, given=given) as current:
        check_seen(current.case, seen_version)
        last = current.case.answers.aggregate(last=Max("version"))["last"] or 0
        earlier = current.case.answers.filter(version=last).first()
        answer = Answer.objects.create(
            case=current.case,
            version=last + 1,
            kind=kind,
            state=AnswerState.DRAFT,
            text=text.strip(),
            author=current.person,
            created_at=at,
        )
        enclosed.carry_on(earlier, answer)
        quality.mark_by_machine(current.case, answer, at)
        current.note(version=answer.version, kind=answer.kind)
    return current.case
