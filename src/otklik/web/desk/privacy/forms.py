"""Forms of personal data."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.privacy.leaks import CONTENT, MOMENTS
from otklik.privacy.models import Leak, RetentionRule
from otklik.registry.models import Municipality, Person
from otklik.web.desk.forms import DayField, DeskForm, DeskModelForm, MomentField
from otklik.web.desk.registry.scope import rows_of


class RuleForm(DeskModelForm):
    """A term of keeping."""

    class Meta:
        model = RetentionRule
        fields = ["name", "kind", "years", "action", "ground", "valid_from", "valid_until"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("valid_from", "valid_until")
        }


class LeakForm(DeskModelForm):
    """What is known of a leak."""

    class Meta:
        model = Leak
        fields = [*MOMENTS, *CONTENT]
        field_classes = dict.fromkeys(MOMENTS, MomentField)
        widgets = {
            **{
                name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
                for name in MOMENTS
            },
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("happened", "causes", "harm", "measures", "findings")
            },
        }

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: Any = self.fields["contact"]
        contact.queryset = rows_of(Person, municipality).order_by("last_name")


class LeaveOutForm(DeskForm):
    """Which cases are kept on, and why."""

    reason = forms.CharField(label=_("Why they are kept on"), max_length=300)


class ExtentForm(DeskForm):
    """Whose account, and in which days."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("whose account"))
    since = DayField(label=_("from"), widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label=_("until (including)"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = rows_of(Person, municipality).order_by("last_name")

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day asked for."""
        return self.cleaned_data["since"], self.cleaned_data["until"]
