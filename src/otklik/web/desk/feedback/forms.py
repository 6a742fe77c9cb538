"""The form of a call to an applicant, and the words on a low rating."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.registry.models import RatingReason
from otklik.satisfaction.deeds import Call, Said
from otklik.satisfaction.models import CallOutcome
from otklik.satisfaction.questions import reasons, survey
from otklik.web.desk.forms import DeskForm, MomentField


class WorkForm(DeskForm):
    """What was done about a low rating."""

    what = forms.CharField(
        label=_("what was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Reasons of discontent; those inside another stand under it."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, moved to the right inside another reason."""
        return f"— {obj.name}" if obj.parent_id else str(obj.name)


class CallForm(DeskForm):
    """How a call ended, and what the applicant said."""

    outcome = forms.ChoiceField(
        label=_("how the call ended"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    value = forms.TypedChoiceField(
        label=_("rating"),
        choices=[(n, str(n)) for n in range(5, 0, -1)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = ReasonField(queryset=RatingReason.objects.none(), required=False)
    comment = forms.CharField(
        label=_("comment of the applicant"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    call_again_at = MomentField(
        label=_("call again at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
    )
    remark = forms.CharField(label=_("remark"), required=False, max_length=500)

    def __init__(self, *args: Any, case: Case, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here, day = case.municipality, case.municipality.local(at).date()
        self.at = at
        self.fields["reason"].queryset = reasons(here, day)  # type: ignore[attr-defined]
        self.fields["reason"].label = _("reason of discontent")
        self.questions = list(survey(here, day))
        for question in self.questions:
            self.fields[f"q{question.pk}"] = forms.CharField(
                label=question.text, required=False, max_length=500
            )
            if question.kind != "words":
                pairs = [("", "—"), ("yes", _("yes")), ("no", _("no"))]
                if question.kind == "scale":
                    pairs = [("", "—"), *((str(n), str(n)) for n in range(1, 6))]
                self.fields[f"q{question.pk}"] = forms.ChoiceField(
                    label=question.text, choices=pairs, required=False
                )

    def clean(self) -> dict[str, Any]:
        """A rating wants its number, a call put off the moment of the next."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == CallOutcome.RATED and cleaned.get("value") is None:
            self.add_error("value", ValidationError(_("Choose a rating from 1 to 5.")))
        again = cleaned.get("call_again_at")
        is_late = again is None or again <= self.at
        if outcome == CallOutcome.LATER and is_late and "call_again_at" not in self.errors:
            self.add_error("call_again_at", ValidationError(_("Give a moment to come.")))
        return cleaned

    def call(self) -> Call:
        """Return the call as it was filled in."""
        given = self.cleaned_data
        said = None
        if given["outcome"] == CallOutcome.RATED:
            replies = {one.pk: given.get(f"q{one.pk}", "") for one in self.questions}
            said = Said(given["value"], given["comment"], given["reason"], replies)
        return Call(given["outcome"], said, given["call_again_at"], given["remark"])
