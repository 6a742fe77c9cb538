"""The words that invite a citizen to rate, ready to be put under the answer."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.cases.models import Answer, Case
from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.cases.queries import access
from otklik.registry.permissions import Permission
from otklik.satisfaction.links import may_be_invited, token_of
from otklik.web.desk.middleware import DeskRequest


@dataclass(frozen=True, slots=True)
class Invitation:
    """The invitation with its link. ``is_open``: the answer has gone out, so the link opens."""

    answer: Answer
    words: str
    url: str
    is_open: bool


def invitation_of(request: DeskRequest, case: Case) -> Invitation | None:
    """Return what to put under the answer approved or sent last, for who may send it."""
    if not access.may(request.grants, Permission.SEND_ANSWER, case):
        return None
    finals = case.answers.filter(
        kind=AnswerKind.FINAL, state__in=(AnswerState.APPROVED, AnswerState.SENT)
    )
    answer = finals.order_by("version").last()
    if answer is None or not may_be_invited(case, answer, request.at):
        return None
    path = reverse("rating", args=[token_of(answer)])
    public = settings.ENVIRONMENT.public_url.rstrip("/")
    url = f"{public}{path}" if public else request.build_absolute_uri(path)
    usual = _("Please rate this answer: {link}")
    words = (request.municipality.rating_invitation or usual).replace("{link}", url)
    return Invitation(answer, words, url, answer.state == AnswerState.SENT)
