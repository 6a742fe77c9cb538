"""Templates that fit a case, and answers given before to cases like it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.cases.queries.similar import Similar, similar_answers
from otklik.registry.for_answers import Asked, templates_for
from otklik.registry.models import ReplyTemplate
from otklik.registry.reply_fields import unfilled
from otklik.rules.uses import template_code_of
from otklik.understanding import find_personal_data, mask
from otklik.web.desk.filling import filled_for
from otklik.web.desk.middleware import DeskRequest
from otklik.wording import as_draft

MOST_TEMPLATES = 8
NEARNESS: dict[str, "str | Promise"] = {
    "street": _("the same street"),
    "settlement": _("the same settlement"),
    "topic": _("the same topic"),
    "group": _("the same group of topics"),
}


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template with the fields filled from the case, and which are left."""

    template: ReplyTemplate
    text: str
    left: list[str]
    is_of_rule: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer given before: masked as shown, its source and how it was taken."""

    found: Similar
    text: str
    nearness: str
    score: int | None


@dataclass(frozen=True, slots=True)
class Helps:
    """What is offered beside a draft."""

    templates: list[TemplateLine]
    answers: list[AnswerLine]


def helps_of(request: DeskRequest, case: Case) -> Helps:
    """Return templates and earlier answers for the case, the nearest first."""
    lines = []
    ruled = template_code_of(case)
    # What the rule that sent the case names stands first.
    found = sorted(fitting(request, case), key=lambda one: one.code != ruled)
    for template in found[:MOST_TEMPLATES]:
        text = filled_for(template.text, case, request.grants)
        lines.append(TemplateLine(template, text, unfilled(text), template.code == ruled))
    return Helps(lines, [_answer(one) for one in similar_answers(case, request.grants)])


def fitting(request: DeskRequest, case: Case) -> list[ReplyTemplate]:
    """Return the templates for the case, of both kinds of answer, best first."""
    asked = Asked(
        kind=case.kind,
        channel=case.channel,
        topic_code=case.topic.code if case.topic else "",
        group_code=case.topic_group.code if case.topic_group else "",
        answer_kind="",
    )
    today = request.municipality.local(request.at).date()
    return templates_for(case.municipality, asked, today)


def draft_of(found: Similar) -> str:
    """Return the earlier answer as a draft: dates, places and names are fields to be filled."""
    places = [str(one) for one in (found.case.settlement, found.case.street) if one is not None]
    return as_draft(found.answer.text, places)


def _answer(found: Similar) -> AnswerLine:
    text = found.answer.text
    check = getattr(found.answer, "quality", None)
    score = None
    if check is not None:
        score = check.score if check.score is not None else check.machine_score
    masked = mask(text, find_personal_data(text))
    return AnswerLine(found, masked, str(NEARNESS[found.nearness]), score)
