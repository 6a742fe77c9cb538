"""The forms that link a case with others: its repeats and the problem behind it."""

from bisect import bisect
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.appeals.correspondence import answered_before
from otklik.cases.models import Case, Problem
from otklik.cases.models.choices import CaseKind, RepeatKind
from otklik.cases.queries import access
from otklik.cases.queries.related import open_problems
from otklik.web.desk.case import registry_choices
from otklik.web.desk.case.forms import DeedForm

# Repeated after one answer, several times after two, many times from four on: the law says
# nothing of it, the mark is proposed only (facts.md 1).
MARK_FROM = (2, 4)


class RepeatForm(DeedForm):
    """The mark of repetition and the earlier case."""

    repeat_kind = forms.ChoiceField(label=_("repeat"), choices=RepeatKind.choices, required=False)
    repeat_of = forms.CharField(
        label=_("number of the earlier case"), required=False, max_length=40
    )

    def prepare(self) -> None:
        """Start with the mark the case has."""
        self.fields["repeat_kind"].initial = self.case.repeat_kind
        earlier = self.case.repeat_of
        if not self.case.repeat_kind and self.case.kind == CaseKind.APPEAL:
            self._propose()
        self.fields["repeat_of"].initial = earlier.number if earlier else ""

    def _propose(self) -> None:
        """Count what the author has said of the topic before: once, several times, many times."""
        before = answered_before(self.case).count()
        if not before:
            return
        marks = (RepeatKind.REPEATED, RepeatKind.SEVERAL, RepeatKind.MULTIPLE)
        field = self.fields["repeat_kind"]
        field.initial = marks[bisect(MARK_FROM, before)]
        words = _("Answered appeals of this author on this topic known here: %(n)s.")
        field.help_text = words % {"n": before}

    def clean_repeat_of(self) -> Case | None:
        """Return the earlier case, if the person may see one with this number."""
        number = self.cleaned_data["repeat_of"].strip().removeprefix("№").strip()
        if not number:
            return None
        try:
            return access.case_for(self.grants, self.case.municipality, number)
        except Case.DoesNotExist as error:
            raise forms.ValidationError(
                _("There is no case with this number. Check it in the list of cases.")
            ) from error


class ProblemForm(DeedForm):
    """A problem that is known already, or the title of a new one."""

    problem = forms.ModelChoiceField(
        queryset=Problem.objects.none(),
        label=_("known problem"),
        required=False,
        empty_label=_("a new one"),
    )
    title = forms.CharField(
        label=_("title of a new problem"),
        required=False,
        max_length=300,
        help_text=_("One trouble behind many messages: what happened and where."),
    )

    def prepare(self) -> None:
        """Offer the open problems of the municipality, those of the same topic first."""
        problems = open_problems(self.case)
        field = self.fields["problem"]
        field.queryset = registry_choices.problems(problems)  # type: ignore[attr-defined]
        field.choices = [("", _("a new one"))] + [(p.pk, p.title) for p in problems]  # type: ignore[attr-defined]
        field.initial = self.case.problem_id

    def clean(self) -> dict[str, Any]:
        """Want one of the two, not both."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen, title = cleaned.get("problem"), (cleaned.get("title") or "").strip()
        if bool(chosen) == bool(title):
            raise forms.ValidationError(
                _("Choose a known problem or write the title of a new one, not both.")
            )
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Return the problem or the title, whichever was given."""
        problem = self.cleaned_data["problem"]
        return {"problem": problem} if problem else {"title": self.cleaned_data["title"]}
