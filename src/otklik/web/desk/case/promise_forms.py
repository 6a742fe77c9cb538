"""The forms of a deferred solution: the promise with its plan, another day, the proof."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.cases.promises import PlannedStep, last_promise
from otklik.web.desk.case.forms import DeedForm, words_field
from otklik.web.desk.forms import DayField

# Longer plans are documents; what a citizen is promised is short.
STEPS = 5
PARTS = ("date", "what", "who")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> DayField:
    """Return a field for a day."""
    return DayField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )


class PromisedDayForm(DeedForm):
    """A day to come, and why."""

    promised_date = day_field(_("promised date"))
    reason = words_field(_("reason"), rows=2)

    def prepare(self) -> None:
        """Promise tomorrow at the earliest."""
        tomorrow = self.case.municipality.local(self.at).date() + timedelta(days=1)
        self.fields["promised_date"].widget.attrs["min"] = tomorrow.isoformat()


class MovePromiseForm(PromisedDayForm):
    """Another day instead of the one promised, and how the applicant was told."""

    notice = words_field(_("what the applicant was told"), rows=2, required=False)


class DeferForm(PromisedDayForm):
    """The day that is promised, the works that lead to it, and what the applicant was told."""

    notice = words_field(
        _("what the applicant was told"),
        rows=3,
        required=False,
        help_text=_("The interim answer is sent first; its text stands here by itself."),
    )
    field_order = ("promised_date", "reason", "notice")

    def prepare(self) -> None:
        """Offer places for the steps; start with the interim answer that was sent."""
        super().prepare()
        day = self.fields["promised_date"]
        day.help_text = _("On this day the case comes back to work by itself.")
        self.fields["reason"].label = _("why not now")
        sent = self.case.answers.filter(state=AnswerState.SENT, kind=AnswerKind.INTERIM)
        last = sent.order_by("version").last()
        self.fields["notice"].initial = last.text[:2000] if last else ""
        for number in range(1, STEPS + 1):
            self.fields[f"date_{number}"] = day_field(_("until"), required=False)
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("what is done"), required=False, max_length=300
            )
            self.fields[f"who_{number}"] = forms.CharField(
                label=_("who"), required=False, max_length=150
            )

    def main_fields(self) -> list[BoundField]:
        """Return the fields above the plan."""
        return [self[name] for name in ("promised_date", "reason", "notice")]

    def step_fields(self) -> list[list[BoundField]]:
        """Return the fields of the plan, step by step."""
        return [[self[f"{part}_{n}"] for part in PARTS] for n in range(1, STEPS + 1)]

    def clean(self) -> dict[str, Any]:
        """A step has a day and words, or nothing at all."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(1, STEPS + 1):
            day, what, who = (cleaned.get(f"{part}_{n}") for part in PARTS)
            if (what or who) and not day and f"date_{n}" not in self.errors:
                self.add_error(f"date_{n}", ValidationError(_("Give the day of this step.")))
            if day and not what:
                self.add_error(f"what_{n}", ValidationError(_("Say what is done by this day.")))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Return the arguments, the steps gathered into a plan in the order of their days."""
        given = self.cleaned_data
        plan = [
            PlannedStep(given[f"what_{n}"], given[f"date_{n}"], given[f"who_{n}"])
            for n in range(1, STEPS + 1)
            if given.get(f"date_{n}")
        ]
        main = {name: given[name] for name in ("promised_date", "reason", "notice")}
        return main | {"plan": sorted(plan, key=lambda step: step.date)}


class ProofForm(DeedForm):
    """What shows that the works are done."""

    proof = words_field(
        _("what shows that it is done"),
        help_text=_("An act, an inspection, a photograph in the post: which, of which day."),
    )
    proof_url = forms.URLField(
        label=_("address of the proof"), required=False, max_length=1000, assume_scheme="https"
    )

    def prepare(self) -> None:
        """Start with what was said before."""
        last = last_promise(self.case)
        if last is not None:
            self.fields["proof"].initial = last.proof
            self.fields["proof_url"].initial = last.proof_url


class ResumeForm(ProofForm):
    """Whether the promise was kept, and what shows it."""

    is_done = forms.TypedChoiceField(
        label=_("is the promise kept"),
        choices=[("yes", _("yes, it is done")), ("no", _("no, not yet"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    remark = words_field(_("remark"), rows=2, required=False)
    field_order = ("is_done", "proof", "proof_url", "remark")

    def prepare(self) -> None:
        """A proof is asked for, and needed only for what is done."""
        super().prepare()
        self.fields["proof"].required = False
