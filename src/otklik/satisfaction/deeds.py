"""What is done with ratings: each deed in one transaction, with its lines in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.cases import log, moves, reopening
from otklik.cases.models import Answer, Case, Rating
from otklik.cases.models.choices import RatingSource
from otklik.cases.queries import access
from otklik.registry.grants import Grants, grants_of_office
from otklik.registry.models import RatingReason, SurveyQuestion
from otklik.registry.permissions import Permission
from otklik.satisfaction.links import ENDED, Link, LinkGone, link_of
from otklik.satisfaction.models import (
    CallAttempt,
    CallOutcome,
    Feedback,
    RevokedLink,
    SurveyReply,
)

LONGEST_REPLY = 500


class AlreadyWorked(Exception):
    """A colleague has dealt with the rating."""


class NotToBeCalled(Exception):
    """The case is open again, or rated, or nobody is to call there any more."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a citizen says of an answer: 1 to 5, and what he likes to add.

    ``replies`` are by the key of the question of the survey.
    """

    value: int
    comment: str = ""
    reason: RatingReason | None = None
    replies: Mapping[int, str] | None = None


def rate_by_link(*, link: Link, at: datetime, said: Said) -> Feedback:
    """Keep what the applicant says by his link; a low rating returns the case. Return it all.

    The rating is the applicant's own deed, the return the machine's: the log tells them apart.
    Saying the same again changes nothing; another rating replaces the first within the term of
    the municipality. Raises ``LinkGone`` when the case went on meanwhile or the term is over, and
    ``reopening.NotARating``.
    """
    reopening.check_rating(said.value)
    with transaction.atomic():
        log.hold(link.municipality)
        answer = Answer.objects.select_related("case__municipality").get(pk=link.answer.pk)
        current = link_of(answer, at)
        if current.feedback is not None and _is_same(current.feedback, said):
            return current.feedback
        if not current.is_open(at):
            raise LinkGone
        feedback = _write_by_link(current, at, said)
        _return_if_low(current.case, feedback, at)
    return feedback


def _is_same(feedback: Feedback, said: Said) -> bool:
    known = (feedback.rating.value, feedback.rating.comment, feedback.reason)
    if known != (said.value, said.comment.strip(), said.reason):
        return False
    kept = dict(feedback.rating.survey.values_list("question_id", "value"))
    return kept == _replies(said)


def _replies(said: Said) -> dict[int, str]:
    given = {key: value.strip()[:LONGEST_REPLY] for key, value in (said.replies or {}).items()}
    return {key: value for key, value in given.items() if value}


def _write_by_link(link: Link, at: datetime, said: Said) -> Feedback:
    grants = grants_of_office(link.municipality, Permission.VIEW_CASE, Permission.RATE_ANSWER)
    given: dict[str, object] = {"value": said.value}
    with moves.move(
        "rate", case=link.case, grants=grants, at=at, given=given, actor=log.APPLICANT
    ) as current:
        current.note(source=RatingSource.LINK, version=link.answer.version)
        if said.reason is not None:
            current.note(discontent=said.reason.name)
        if link.feedback is None:
            rating = reopening.write_rating(current, said.value, said.comment, RatingSource.LINK)
            feedback = Feedback(rating=rating, answer=link.answer, is_by_link=True, given_at=at)
        else:
            feedback = link.feedback
            _change(current, feedback.rating, said)
            feedback.changes += 1
        feedback.reason = said.reason
        feedback.save()
        _keep_survey(feedback.rating, said)
    return feedback


def _change(current: moves.Move, rating: Rating, said: Said) -> None:
    """Write another value into the rating: history keeps the first in the log."""
    current.note(was=rating.value, value=said.value, comment=said.comment.strip())
    rating.value, rating.comment, rating.at = said.value, said.comment.strip(), current.at
    rating.save(update_fields=["value", "comment", "at"])
    current.set(rating=said.value)


def _keep_survey(rating: Rating, said: Said) -> None:
    rating.survey.all().delete()
    replies = _replies(said)
    known = SurveyQuestion.objects.filter(pk__in=replies)
    SurveyReply.objects.bulk_create(
        SurveyReply(rating=rating, question=question, value=replies[question.pk])
        for question in known.order_by("pk")
    )


def _return_if_low(case: Case, feedback: Feedback, at: datetime) -> None:
    """Return the case when the rating is as low as its regulation names, not too many times."""
    limit = case.regulation.reopen_at_rating if case.regulation else None
    if limit is None or feedback.rating.value > limit:
        return
    times = Feedback.objects.filter(rating__case=case, returned_at__isnull=False).count()
    if times >= case.municipality.returns_by_rating:
        return
    grants = grants_of_office(case.municipality, Permission.VIEW_CASE, Permission.REOPEN_CASE)
    reason = f"{feedback.rating.value}/5"
    if feedback.rating.comment:
        reason = f"{reason}: {feedback.rating.comment}"
    given: dict[str, object] = {"reason": reason}
    with moves.move(
        "reopen", case=case, grants=grants, at=at, given=given, actor=log.MACHINE
    ) as current:
        reopening.take_back(current, reason)
        current.note(returns=times + 1)
    feedback.returned_at = at
    feedback.save(update_fields=["returned_at"])


def revoke_link(*, answer: Answer, grants: Grants, at: datetime) -> None:
    """Let the link of the answer open nothing any more. Doing so twice changes nothing.

    Raises ``access.NotAllowed``.
    """
    case = answer.case
    access.require(grants, Permission.SEND_ANSWER, case)
    with transaction.atomic():
        log.hold(case.municipality)
        known = {"at": at, "person": grants.person}
        _row, is_new = RevokedLink.objects.get_or_create(answer=answer, defaults=known)
        if is_new:
            told = {"version": answer.version}
            entry = log.Entry("case.rating_link_revoked", case.pk, at, told)
            log.append(case.municipality, [entry], person=grants.person, recorded_at=at)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made. ``said`` only when the applicant rated the answer."""

    outcome: str
    said: Said | None = None
    call_again_at: datetime | None = None
    remark: str = ""


def note_call(*, case: Case, grants: Grants, at: datetime, call: Call) -> CallAttempt:
    """Write down a call to ask for a rating, and the rating; a low one returns the case.

    Raises ``NotToBeCalled`` when a colleague was quicker, ``reopening.NotARating``, and what
    ``moves.move`` raises.
    """
    access.require(grants, Permission.RATE_ANSWER, case)
    said = call.said if call.outcome == CallOutcome.RATED else None
    if call.outcome == CallOutcome.RATED:
        reopening.check_rating(said.value if said else 0)
    with transaction.atomic():
        log.hold(case.municipality)
        current = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if current.state not in ENDED or current.rating is not None:
            raise NotToBeCalled
        attempt = CallAttempt.objects.create(
            case=current,
            at=at,
            person=grants.person,
            outcome=CallOutcome(call.outcome),
            call_again_at=call.call_again_at if call.outcome == CallOutcome.LATER else None,
            remark=call.remark.strip(),
        )
        told = {"outcome": attempt.outcome, "remark": attempt.remark}
        entry = log.Entry("case.called", current.pk, at, told)
        log.append(current.municipality, [entry], person=grants.person, recorded_at=at)
        if said is not None:
            _rate_by_call(current, grants, at, said)
    return attempt


def _rate_by_call(case: Case, grants: Grants, at: datetime, said: Said) -> None:
    given: dict[str, object] = {"value": said.value}
    with moves.move("rate", case=case, grants=grants, at=at, given=given) as current:
        rating = reopening.write_rating(current, said.value, said.comment, RatingSource.PHONE)
        final = case.answers.filter(kind="final", state="sent").order_by("version").last()
        feedback = Feedback(rating=rating, answer=final, given_at=at, reason=said.reason)
        feedback.save()
        _keep_survey(rating, said)
    _return_if_low(current.case, feedback, at)


def work_off(*, rating: Rating, grants: Grants, at: datetime, what: str) -> None:
    """Write down what was done about a low rating that returned no case.

    Raises ``AlreadyWorked``, ``ValueError`` for nothing said, and ``access.NotAllowed``.
    """
    case = rating.case
    access.require(grants, Permission.WORK_RATING, case)
    if not what.strip():
        raise ValueError("nothing was said")
    with transaction.atomic():
        log.hold(case.municipality)
        feedback, _new = Feedback.objects.get_or_create(
            rating=rating, defaults={"given_at": rating.at}
        )
        if feedback.worked_at is not None:
            raise AlreadyWorked
        feedback.worked_at, feedback.worked_by = at, grants.person
        feedback.work_done = what.strip()
        feedback.save(update_fields=["worked_at", "worked_by", "work_done"])
        entry = log.Entry("case.rating_worked", case.pk, at, {"note": what.strip()})
        log.append(case.municipality, [entry], person=grants.person, recorded_at=at)
