"""Which letters a person wants."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from otklik.reminders.models import URGENT, NoticeKind, NoticeSettings
from otklik.web.desk.forms import DeskForm, DeskModelForm

HOURS = [(hour, f"{hour}:00") for hour in range(6, 21)]


class LettersForm(DeskModelForm):
    """The choice of letters. Kinds are ticked that come; kept are those that do not."""

    hour = forms.TypedChoiceField(label=_("at what hour"), choices=HOURS, coerce=int)
    kinds = forms.MultipleChoiceField(
        label=_("what comes by letter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = NoticeSettings
        fields = ("urgent_at_once", "at_night", "digest", "hour", "weekday")
        help_texts = {
            "at_night": _("Other letters wait for the morning of a working day."),
            "weekday": _("For a digest once a week."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(kind.value, _label(kind)) for kind in NoticeKind]
        kinds.initial = [k for k in NoticeKind.values if self.instance.wants(k)]

    def save(self, commit: bool = True) -> Any:
        """Keep what was chosen."""
        chosen = set(self.cleaned_data["kinds"])
        self.instance.silent_kinds = [k for k in NoticeKind.values if k not in chosen]
        return super().save(commit)


def _label(kind: NoticeKind) -> str:
    label = str(capfirst(str(kind.label)))
    return f"{label} ⚡" if kind in URGENT else label


class FilterForm(DeskForm):
    """What of the notices is shown."""

    kind = forms.ChoiceField(label=_("what"), required=False)
    new = forms.BooleanField(label=_("only new"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, capfirst(str(kind.label))) for kind in NoticeKind]
        self.fields["kind"].choices = [("", _("everything")), *kinds]  # type: ignore[attr-defined]
