"""What a citizen fills in: only the stars are needed."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from otklik.registry.models import RatingReason, SurveyQuestion
from otklik.registry.models.satisfaction import QuestionKind
from otklik.satisfaction.deeds import Said
from otklik.satisfaction.links import Link
from otklik.satisfaction.questions import ReasonBranch, reason_tree, reasons, survey
from otklik.satisfaction.queues import LOW

STARS = (
    (5, _("excellent")),
    (4, _("good")),
    (3, _("so-so")),
    (2, _("bad")),
    (1, _("very bad")),
)
LONGEST_COMMENT = 2000


class RatingForm(forms.Form):
    """Stars, a reason of discontent, words, the questions of the survey."""

    value = forms.TypedChoiceField(
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a rating from 1 to 5.")},
    )
    reason = forms.ModelChoiceField(queryset=RatingReason.objects.none(), required=False)
    comment = forms.CharField(
        label=_("comment"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_COMMENT}),
    )
    # People do not see it; programs fill in whatever there is.
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, link: Link, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.link = link
        # Asked is what was asked when the answer went out, so a page left open stays good.
        sent_at = link.answer.sent_at or link.expires_at
        day = link.municipality.local(sent_at).date()
        self.branches: list[ReasonBranch] = reason_tree(link.municipality, day)
        self.fields["reason"].queryset = reasons(link.municipality, day)  # type: ignore[attr-defined]
        self.questions: list[SurveyQuestion] = list(survey(link.municipality, day))
        for question in self.questions:
            self.fields[_name(question)] = _field(question)
        if link.feedback is not None:
            self.initial = _said_before(link)

    @property
    def is_of_a_program(self) -> bool:
        """Whether the field people do not see was filled in."""
        return bool(self.data.get("website"))

    def chosen_reason(self) -> str:
        """Return the key of the reason chosen, as the page writes it."""
        value = self["reason"].value()
        return str(value) if value else ""

    def survey_fields(self) -> list[BoundField]:
        """Return the questions of the survey."""
        return [self[_name(question)] for question in self.questions]

    def said(self) -> Said:
        """Return what was filled in; a good rating has no reason of discontent."""
        given = self.cleaned_data
        replies = {question.pk: given.get(_name(question), "") for question in self.questions}
        reason = given["reason"] if given["value"] <= LOW else None
        return Said(given["value"], given["comment"], reason, replies)


def _name(question: SurveyQuestion) -> str:
    return f"q{question.pk}"


def _field(question: SurveyQuestion) -> forms.Field:
    if question.kind == QuestionKind.WORDS:
        return forms.CharField(label=question.text, required=False, max_length=500)
    choices: list[tuple[str, Any]] = [("yes", _("yes")), ("no", _("no"))]
    if question.kind == QuestionKind.SCALE:
        choices = [(str(n), str(n)) for n in range(1, 6)]
    return forms.ChoiceField(
        label=question.text, choices=choices, required=False, widget=forms.RadioSelect
    )


def _said_before(link: Link) -> dict[str, Any]:
    if link.feedback is None:
        return {}
    rating = link.feedback.rating
    replies = rating.survey.values_list("question_id", "value")
    before = {"value": rating.value, "comment": rating.comment, "reason": link.feedback.reason_id}
    return before | {f"q{key}": value for key, value in replies}
