"""Mark an approved answer as sent to the applicant by the channel he came by."""

from datetime import datetime

from otklik.cases import moves, promises, quality, questions
from otklik.cases.current_answer import NoSuchAnswer, check_seen, latest_answer
from otklik.cases.models import Case
from otklik.cases.models.choices import AnswerKind, AnswerState, Resolution
from otklik.registry.grants import Grants


class SentAtAnImpossibleMoment(Exception):
    """The answer cannot have gone out before its approval or after the present."""


def send_answer(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    resolution: str = "",
    sent_at: datetime | None = None,
    seen_version: int | None = None,
) -> Case:
    """Mark the approved answer as sent and return the case.

    A final answer ends the case's terms; an interim one meets the first reply and starts the
    term of the full one. ``resolution`` is the outcome, if known; ``sent_at`` when it really
    went out, if that was before ``at``. A case that was put off is not ended as solved without a
    proof (``promises.NoProof``). Of an appeal each question must have its result
    (``questions.OpenQuestions``). Raises ``quality.HeldBack`` while the checklist holds the answer
    back, ``NoSuchAnswer``, ``NewerAnswer`` when ``seen_version`` is not the latest,
    ``SentAtAnImpossibleMoment`` and what ``moves.move`` raises.
    """
    moment = sent_at or at
    answer = latest_answer(case, AnswerState.APPROVED)
    if moment > at or (answer.approved_at is not None and moment < answer.approved_at):
        raise SentAtAnImpossibleMoment(moment.isoformat())
    is_final = answer.kind == AnswerKind.FINAL
    deed = "send_final_answer" if is_final else "send_interim_answer"
    with moves.move(deed, case=case, grants=grants, at=at, happened_at=moment) as current:
        check_seen(current.case, seen_version)
        approved = latest_answer(current.case, AnswerState.APPROVED)
        if approved.pk != answer.pk:
            # Another version was approved between the reading and the lock.
            raise NoSuchAnswer(AnswerState.APPROVED)
        answer = approved
        quality.require_unblocked(current.case, answer, person=current.person, at=at)
        answer.state = AnswerState.SENT
        answer.sent_at = moment
        answer.save(update_fields=["state", "sent_at"])
        if is_final:
            if resolution in ("", Resolution.SOLVED):
                promises.check_proof(current.case)
            resolution = questions.settle_by_answer(current.case, resolution, moment)
            promises.settle(current.case, moment)
            current.case.answered_at = moment
        if resolution:
            current.set(resolution=resolution)
        current.note(version=answer.version, kind=answer.kind)
    return current.case
