"""The form of a rule, with names to choose from where the files of the registry have codes."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.choices import CaseKind, Channel
from otklik.registry.models import (
    Municipality,
    Person,
    Regulation,
    ReplyTemplate,
    RoleAssignment,
    RoutingRule,
    Territory,
    Topic,
    TopicEdition,
)
from otklik.registry.models.effective import in_force
from otklik.registry.models.territory import TerritoryKind
from otklik.registry.models.topics import Classifier
from otklik.web.desk.forms import DayField, DeskForm
from otklik.web.desk.registry.forms import RowForm

FIELDS = (
    "name",
    "priority",
    "channels",
    "kinds",
    "topics",
    "territories",
    "words",
    "recipient",
    "executor",
    "block",
    "regulation_code",
    "fast_track",
    "importance",
    "template_code",
    "receipt_text",
    "told",
    "valid_from",
    "valid_until",
)
# The files name codes and logins; here people see names.
LABELS = {"topics": _("topics"), "territories": _("places"), "told": _("who is told")}
ROWS_SHOWN = 8
QUARTER = timedelta(days=90)
Choices = list[tuple[str, Any]]


class CodesField(forms.MultipleChoiceField):
    """A choice of several, kept as codes separated by semicolons."""

    def prepare_value(self, value: Any) -> Any:
        """Return the codes of the stored text."""
        return split(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Return the text to be stored. Raises ``ValidationError`` for an unknown code."""
        return ";".join(super().clean(value))


class RuleForm(RowForm):
    """A rule: when it fits, and what it says."""

    class Meta:
        model = RoutingRule
        fields = FIELDS

    def __init__(self, *args: Any, municipality: Municipality, on: date, **kwargs: Any) -> None:
        """Offer what the registry holds on the day ``on``, and what the rule names already."""
        super().__init__(*args, municipality=municipality, **kwargs)
        kept = self.instance
        self._boxes("channels", Channel.choices)
        self._boxes("kinds", CaseKind.choices)
        self._many("topics", _topics(on, split(kept.topics)))
        self._many("territories", _places(municipality, on, split(kept.territories)))
        self._boxes("told", _staff(municipality, split(kept.told)))
        self._one("regulation_code", _regulations(municipality))
        self._one("template_code", _templates(municipality, on, kept.template_code))
        # Who has left is offered where he is named: a rule would lose him without a word.
        offered = Q(is_active=True) | Q(pk=kept.executor_id)
        people = Person.objects.filter(offered, organisation__municipality=municipality)
        executor: Any = self.fields["executor"]
        executor.queryset = people.select_related("organisation").order_by("last_name")
        executor.label_from_instance = _label
        self.fields["words"].help_text = _("Phrases separated by semicolons; any of them fits.")

    def _boxes(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        self._put(name, list(choices), forms.CheckboxSelectMultiple())

    def _many(self, name: str, choices: Choices) -> None:
        self._put(name, choices, forms.SelectMultiple(attrs={"size": ROWS_SHOWN}))
        self.fields[name].help_text = _("None chosen: all of them fit.")

    def _put(self, name: str, choices: Choices, widget: forms.Widget) -> None:
        label = LABELS.get(name, self.fields[name].label)
        field = CodesField(choices=choices, required=False, widget=widget, label=label)
        self.fields[name] = field

    def _one(self, name: str, choices: Choices) -> None:
        label = self.fields[name].label
        offered = [("", "—"), *choices]
        self.fields[name] = forms.ChoiceField(choices=offered, required=False, label=label)


class PeriodForm(DeskForm):
    """On which days of the past a rule is tried; the last quarter unless chosen."""

    first_date = DayField(label=_("from"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last_date = DayField(label=_("until"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_date"), cleaned.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("The end must be after the beginning."))
        return cleaned

    @staticmethod
    def of_last_quarter(on: date) -> dict[str, Any]:
        """Return the values of the form for the ninety days before ``on``."""
        return {"first_date": f"{on - QUARTER:%Y-%m-%d}", "last_date": f"{on:%Y-%m-%d}"}


def _label(person: Person) -> str:
    label = f"{person.full_name} ({person.organisation})"
    return label if person.is_active else label + ", " + _("no longer works")


def split(text: str) -> list[str]:
    """Return the codes of a stored list."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _topics(on: date, kept: list[str]) -> Choices:
    known = Topic.objects.filter(edition__classifier=Classifier.IM)
    wanted = known.filter(Q(edition__in=_editions(on)) | Q(code__in=kept))
    groups: dict[Topic, Choices] = {}
    for topic in wanted.select_related("parent", "edition").order_by("code"):
        group = topic.parent or topic
        named = topic.name if topic.parent_id else topic.name + ": " + _("the whole group")
        groups.setdefault(group, []).append((topic.code, named))
    return [(group.name, members) for group, members in groups.items()]


def _editions(on: date) -> list[int]:
    return list(TopicEdition.objects.filter(in_force(on)).values_list("pk", flat=True))


def _places(municipality: Municipality, on: date, kept: list[str]) -> Choices:
    """Return districts, councils and settlements; streets only where the rule has them."""
    wanted = (in_force(on) & ~Q(kind=TerritoryKind.STREET)) | Q(code__in=kept)
    found = Territory.objects.filter(wanted, municipality=municipality)
    return [(one.code, str(one)) for one in found.order_by("kind", "name")]


def _staff(municipality: Municipality, kept: list[str]) -> Choices:
    held = RoleAssignment.objects.filter(municipality=municipality)
    found = Person.objects.filter(
        Q(is_active=True, pk__in=held.values("person")) | Q(login__in=kept)
    )
    return [(one.login, one.full_name) for one in found.order_by("last_name", "first_name")]


def _regulations(municipality: Municipality) -> Choices:
    of_here = Q(municipality=municipality) | Q(municipality__isnull=True)
    found = Regulation.objects.filter(of_here).order_by("name")
    return list({one.code: one.name for one in found}.items())


def _templates(municipality: Municipality, on: date, kept: str) -> Choices:
    of_here = Q(municipality=municipality) | Q(municipality__isnull=True)
    found = ReplyTemplate.objects.filter(of_here & (in_force(on) | Q(code=kept)))
    return list({one.code: one.name for one in found.order_by("name")}.items())
