"""Say how good an answer is, item by item of the checklist."""

from collections.abc import Mapping
from datetime import datetime

from otklik.cases import moves, quality
from otklik.cases.current_answer import NoSuchAnswer, check_seen
from otklik.cases.models import Answer, Case
from otklik.cases.models.choices import AnswerState
from otklik.cases.models.quality import MarkValue
from otklik.registry.grants import Grants

CHECKED_IN = (AnswerState.IN_REVIEW, AnswerState.APPROVED, AnswerState.SENT)
GIVEN = (MarkValue.YES, MarkValue.NO, MarkValue.NOT_APPLICABLE)


def check_quality(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    marks: Mapping[str, str],
    remark: str = "",
    seen_version: int | None = None,
) -> Case:
    """Keep a person's marks of the last answer that was put to approval, and return the case.

    ``marks``: a value by the code of an item; items left out keep what the machine proposed, and
    a second check begins anew (decree 211, clauses 2 г, 12.2). Raises ``ValueError`` for an
    unknown mark, ``KeyError`` for an item the answer is not measured by, ``NoSuchAnswer``,
    ``NewerAnswer``, and what ``moves.move`` raises.
    """
    unknown = set(marks.values()) - set(GIVEN)
    if unknown:
        raise ValueError(sorted(unknown))
    given: dict[str, object] = {"marks": "".join(marks.values())}
    with moves.move("check_quality", case=case, grants=grants, at=at, given=given) as current:
        check_seen(current.case, seen_version)
        answer = answer_to_check(current.case)
        if answer is None:
            raise NoSuchAnswer(AnswerState.SENT)
        check = quality.mark_by_machine(current.case, answer, at)
        kept = {mark.item.code: mark for mark in quality.marks_of(answer)}
        for code in marks.keys() - kept.keys():
            raise KeyError(code)
        for code, mark in kept.items():
            mark.given = marks.get(code, "")
            mark.save(update_fields=["given"])
        check.score = quality.score_of(kept.values())
        check.checked_by, check.checked_at = current.person, at
        check.remark = remark.strip()
        check.save(update_fields=["score", "checked_by", "checked_at", "remark"])
        current.note(
            version=answer.version, score=check.score, marks=dict(marks), remark=check.remark
        )
    return current.case


def answer_to_check(case: Case) -> Answer | None:
    """Return the answer a check is about: the last one that waits, is approved or was sent."""
    return case.answers.filter(state__in=CHECKED_IN).order_by("version").last()
