"""The link under an answer: what it says, which answer it opens, and until when.

A link is a number and its signature: nothing is stored until somebody rates. It names no person
and one version of one answer; who has not the secret key of the installation cannot make one.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from otklik.cases.models import Answer, Case
from otklik.cases.models.choices import AnswerKind, AnswerState, Resolution, State
from otklik.registry.models import Municipality
from otklik.satisfaction.models import Feedback, RevokedLink

SALT = "otklik.rating-link"
SIGNATURE_BYTES = 15
_TOKEN = re.compile(r"([1-9][0-9]{0,14})-([a-z2-7]{24})")
ENDED = (State.ANSWERED, State.CLOSED)
# "Do not ask to rate the work when the request was refused" (facts.md 3.6).
REFUSALS = (Resolution.REFUSED, Resolution.NOT_SUPPORTED)
MOST_CHANGES = 5


class LinkGone(Exception):
    """Unknown, forged, expired, revoked, or of an answer that is not the last word any more."""


@dataclass(frozen=True, slots=True)
class Link:
    """An answer to be rated. ``feedback`` is what was said by this link before."""

    answer: Answer
    case: Case
    municipality: Municipality
    expires_at: datetime
    feedback: Feedback | None

    def is_open(self, at: datetime) -> bool:
        """Tell whether a rating may be given or changed now."""
        if self.case.state not in ENDED:
            return False
        if self.feedback is None:
            return True
        until = self.feedback.given_at + timedelta(days=self.municipality.rating_change_days)
        return self.feedback.changes < MOST_CHANGES and at <= until


def token_of(answer: Answer) -> str:
    """Return the token of the link: the number of the answer and its signature."""
    return f"{answer.pk}-{_signature(answer.pk)}"


def _signature(key: int) -> str:
    digest = salted_hmac(SALT, str(key), algorithm="sha256").digest()[:SIGNATURE_BYTES]
    return base64.b32encode(digest).decode().lower()


def read(token: str, at: datetime) -> Link:
    """Return what the token opens at the moment ``at``. Raises ``LinkGone``, for whatever cause."""
    match = _TOKEN.fullmatch(token)
    if match is None or not constant_time_compare(_signature(int(match[1])), match[2]):
        raise LinkGone
    answers = Answer.objects.select_related("case__municipality", "case__regulation")
    answer = answers.filter(pk=int(match[1])).first()
    if answer is None:
        raise LinkGone
    return link_of(answer, at)


def link_of(answer: Answer, at: datetime) -> Link:
    """Return the link of a sent final answer. Raises ``LinkGone``."""
    case = answer.case
    municipality = case.municipality
    is_sent = answer.kind == AnswerKind.FINAL and answer.state == AnswerState.SENT
    if not is_sent or answer.sent_at is None or case.resolution in REFUSALS:
        raise LinkGone
    expires_at = answer.sent_at + timedelta(days=municipality.rating_days)
    if at > expires_at or RevokedLink.objects.filter(answer=answer).exists():
        raise LinkGone
    said = Feedback.objects.filter(answer=answer, is_by_link=True).select_related("rating")
    link = Link(answer, case, municipality, expires_at, said.first())
    if _is_superseded(answer) or (case.state not in ENDED and link.feedback is None):
        raise LinkGone
    return link


def _is_superseded(answer: Answer) -> bool:
    later = Answer.objects.filter(case=answer.case_id, version__gt=answer.version)
    return later.filter(kind=AnswerKind.FINAL, state=AnswerState.SENT).exists()


def may_be_invited(case: Case, answer: Answer, at: datetime) -> bool:
    """Tell whether the invitation is to stand there: approved now, or sent and not rated yet."""
    if answer.kind != AnswerKind.FINAL or case.resolution in REFUSALS:
        return False
    if answer.state == AnswerState.APPROVED:
        return True
    try:
        return link_of(answer, at).feedback is None
    except LinkGone:
        return False
