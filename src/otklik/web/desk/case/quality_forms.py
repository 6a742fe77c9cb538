"""The forms by which an answer is approved and its quality is checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.cases.operations.check_quality import GIVEN, answer_to_check
from otklik.cases.quality import held_back, marks_of, proposed_marks
from otklik.web.desk.case.forms import AnswerInHandForm, words_field

GIVEN_MARKS = [(one.value, one.label) for one in GIVEN]


class ApproveForm(AnswerInHandForm):
    """Approval; a reason is asked only for what the checklist holds back."""

    overrule = words_field(
        _("reason to let the answer through"),
        rows=2,
        required=False,
        help_text=_("The checklist holds this answer back. The reason is kept in the log."),
    )

    def prepare(self) -> None:
        """Ask for a reason where something holds the answer back."""
        super().prepare()
        if not held_back(self.case, self.at):
            del self.fields["overrule"]


class CheckForm(AnswerInHandForm):
    """A mark for every item of the checklist; starts with what the machine proposes."""

    remark = words_field(_("remark"), rows=2, required=False)

    def prepare(self) -> None:
        """Make a choice of each item the answer is measured by."""
        super().prepare()
        answer = answer_to_check(self.case)
        kept = marks_of(answer) if answer else []
        self.marks = kept or (proposed_marks(self.case, answer, self.at) if answer else [])
        for mark in self.marks:
            self.fields[f"mark-{mark.item.code}"] = forms.ChoiceField(
                label=mark.item.name,
                choices=[("", _("not checked")), *GIVEN_MARKS],
                initial=mark.value if mark.value in dict(GIVEN_MARKS) else "",
                required=False,
            )

    def arguments(self) -> dict[str, Any]:
        """Return the marks that were given, and the remark."""
        given = {
            name.removeprefix("mark-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("mark-") and value
        }
        rest = {k: v for k, v in super().arguments().items() if not k.startswith("mark-")}
        return rest | {"marks": given}
