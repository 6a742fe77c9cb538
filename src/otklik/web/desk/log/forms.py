"""Filters of the log as they stand in an address."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.registry.models import Municipality, Person
from otklik.web.desk.forms import DeskForm
from otklik.web.desk.log.words import EVENT_WORDS
from otklik.web.desk.registry.scope import rows_of

YEARS = range(1990, 2201)


class LogForm(DeskForm):
    """Person, kind of event, case and days; the last day is included."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("who"), required=False, empty_label=_("anybody")
    )
    name = forms.ChoiceField(label=_("what"), required=False)
    number = forms.CharField(label=_("case number"), required=False, max_length=50)
    since = forms.DateField(
        label=_("from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("until (including)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._municipality = municipality
        person: Any = self.fields["person"]
        name: Any = self.fields["name"]
        person.queryset = rows_of(Person, municipality).order_by("last_name", "first_name")
        name.choices = [("", _("anything")), *EVENT_WORDS.items()]

    def asked(self) -> "Asked":
        """Return what is asked for; what cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            municipality=self._municipality,
            person=given.get("person"),
            name=given.get("name") or "",
            number=(given.get("number") or "").strip(),
            since=_sane(given.get("since")),
            until=_sane(given.get("until")),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the log. ``since`` and ``until`` are local days, both included."""

    municipality: Municipality
    person: Person | None
    name: str
    number: str
    since: date | None
    until: date | None

    def condition(self, *, with_name: bool) -> Q:
        """Return the condition on events, or without the name on looks."""
        condition = Q(municipality=self.municipality)
        if self.person is not None:
            condition &= Q(person=self.person)
        if with_name and self.name:
            condition &= Q(name=self.name)
        if self.number:
            condition &= Q(case_id__in=self._case_ids())
        return condition & self.days()

    def days(self) -> Q:
        """Return the condition on the days alone."""
        condition = Q()
        if self.since is not None:
            condition &= Q(at__gte=self._midnight(self.since))
        if self.until is not None:
            condition &= Q(at__lt=self._midnight(self.until + timedelta(days=1)))
        return condition

    def _case_ids(self) -> list[int]:
        cases = Case.objects.of_municipality(self.municipality).filter(number=self.number)
        return list(cases.values_list("pk", flat=True))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.municipality.zone)


def _sane(day: date | None) -> date | None:
    """Leave days out that no clock of a database can hold."""
    return day if day is not None and day.year in YEARS else None
