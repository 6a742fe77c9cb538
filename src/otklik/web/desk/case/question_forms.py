"""The forms of the questions of an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.appeals.question_deeds import RESULTS
from otklik.cases.models import Question
from otklik.cases.models.choices import AppealKind, QuestionResult
from otklik.registry.models import Organisation, Topic
from otklik.web.desk.case import registry_choices
from otklik.web.desk.case.forms import SHORT_TEXT, DeedForm, ground_choices, words_field

SHOWN_WORDS = 80


class NumberForm(DeedForm):
    """Which question, by its number."""

    number = forms.TypedChoiceField(label=_("question"), coerce=int)

    def prepare(self) -> None:
        """Offer the questions the deed may be done with."""
        choices = [(one.number, _short(one)) for one in self.questions()]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]

    def questions(self) -> list[Question]:
        """Return the open questions."""
        return list(self.case.questions.filter(result="").order_by("number"))

    def chosen(self) -> Question | None:
        """Return the question that stands in the form, else the first."""
        typed = str(self.data.get("number") or self.initial.get("number") or "")
        found = self.questions()
        by_number = {str(one.number): one for one in found}
        return by_number.get(typed, found[0] if found else None)


class AddQuestionForm(DeedForm):
    """The words of a question."""

    text = words_field(_("question"), help_text=_("One question, in short words."))


class EditQuestionForm(NumberForm):
    """Words and federal code; the code is chosen among the results of the search beside."""

    number = forms.TypedChoiceField(label=_("question"), coerce=int, widget=forms.HiddenInput)
    text = words_field(_("question"))
    code = forms.ModelChoiceField(
        queryset=Topic.objects.none(), required=False, widget=forms.HiddenInput
    )

    def questions(self) -> list[Question]:
        """Return all: the code is wanted for those with a result too."""
        return list(self.case.questions.order_by("number"))

    def prepare(self) -> None:
        """Start with what the question has."""
        super().prepare()
        today = self.case.municipality.local(self.at).date()
        codes = registry_choices.question_codes(today)
        self.fields["code"].queryset = codes  # type: ignore[attr-defined]
        question = self.chosen()
        if question is not None:
            self.initial["number"] = question.number
            self.fields["text"].initial = question.text or self.case.text[:SHORT_TEXT]
            self.fields["code"].initial = question.sstu_topic_id


class SplitQuestionForm(NumberForm):
    """The parts of a question, a line each."""

    texts = words_field(
        _("questions"), rows=5, help_text=_("Each question on a line of its own, two at least.")
    )

    def prepare(self) -> None:
        """Start with the words of the question."""
        super().prepare()
        question = self.chosen()
        if question is not None:
            self.fields["texts"].initial = question.text or self.case.text[:SHORT_TEXT]

    def arguments(self) -> dict[str, Any]:
        """Return the texts as a list."""
        lines = [line.strip() for line in self.cleaned_data["texts"].splitlines()]
        return {"number": self.cleaned_data["number"], "texts": [line for line in lines if line]}


class ResultForm(NumberForm):
    """How the question was decided."""

    result = forms.ChoiceField(
        label=_("result"),
        required=False,
        choices=[("", _("in work")), *((one.value, one.label) for one in RESULTS)],
        widget=forms.RadioSelect,
    )
    actions_taken = forms.BooleanField(
        label=_("supported: actions are taken already"), required=False
    )
    ground = forms.ChoiceField(
        label=_("ground, for a question left without answer"), required=False
    )

    def prepare(self) -> None:
        """Offer the results of the federal system and the grounds in force."""
        super().prepare()
        self.fields["ground"].choices = [("", "—"), *ground_choices(self)]  # type: ignore[attr-defined]
        question = self.chosen()
        if question is not None:
            self.fields["result"].initial = question.result
            self.fields["actions_taken"].initial = question.actions_taken

    def questions(self) -> list[Question]:
        """Return all but those transferred: a result may be corrected until the answer is sent."""
        found = self.case.questions.exclude(result=QuestionResult.TRANSFERRED)
        return list(found.order_by("number"))


class TransferQuestionForm(NumberForm):
    """The competent bodies of a question."""

    organisations = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("competent bodies"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Copies may go to several bodies (59-FZ, art. 8 part 4)."),
        error_messages={"required": _("Choose the body the question is sent to.")},
    )
    reason = words_field(_("reason"), rows=2)
    notice = words_field(_("how the applicant was told"), rows=2)
    is_not_complained_of = forms.BooleanField(
        label=_("this is no complaint about any of these bodies or its officials"), required=False
    )

    def prepare(self) -> None:
        """Offer the bodies beside the municipality; a complaint asks for the confirmation."""
        super().prepare()
        today = self.case.municipality.local(self.at).date()
        bodies = registry_choices.Bodies(self.case.municipality, today).others()
        self.fields["organisations"].queryset = bodies  # type: ignore[attr-defined]
        if self.case.appeal_kind != AppealKind.COMPLAINT:
            del self.fields["is_not_complained_of"]


def _short(question: Question) -> str:
    words = question.text or str(_("the appeal as a whole"))
    short = words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS].rstrip()}…"
    return f"{question.number}. {short}"
