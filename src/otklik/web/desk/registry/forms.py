"""The form of a row of the registry, made from the description of its table."""

import re
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.cases.models.choices import CaseKind, Channel
from otklik.registry.models import Municipality, Substitution
from otklik.web.desk.forms import DeskModelForm
from otklik.web.desk.registry.scope import rows_of
from otklik.web.desk.registry.sheets import Sheet

LONG_TEXT_ROWS = 3
FIRST_DAY, LAST_DAY = 1, 7
NUMBER_PART = re.compile(r"\{number(?::0?\d{1,2}d)?\}")
# Lists of symbols separated by semicolons, and what may stand in them.
SYMBOLS: dict[str, tuple[str, ...]] = {
    "channels": tuple(Channel.values),
    "kinds": tuple(CaseKind.values),
    "starts_at": ("received", "registered", "assigned", "interim_reply", "deferred", "reopened"),
    "stops_at": (
        "registered",
        "assigned",
        "first_reply",
        "draft",
        "final_reply",
        "closed",
        "transferred",
    ),
}
WIDGETS: dict[type[forms.Field], dict[str, str]] = {
    forms.DateField: {"type": "date"},
    forms.TimeField: {"type": "time"},
}


class RowForm(DeskModelForm):
    """A row of the registry; what the database would refuse is said in words first."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and _has_municipality(self.instance):
            self.instance.municipality = municipality
        for field in self.fields.values():
            _dress(field, municipality)

    def _get_validation_exclusions(self) -> set[str]:
        """Let "once in a municipality" be checked: the municipality is set, though not shown."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"municipality"}

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields, or what only a registry knows."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for check in CHECKS:
            check(self, cleaned)
        return cleaned


def form_class(sheet: Sheet) -> type[RowForm]:
    """Return the form of the table."""
    made: Any = forms.modelform_factory(sheet.model, form=RowForm, fields=list(sheet.fields))
    form: type[RowForm] = made
    return form


def _dress(field: forms.Field, municipality: Municipality) -> None:
    """Limit the choices of a field to the municipality, give dates and times their inputs."""
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        model = field.queryset.model
        own = rows_of(model, municipality)
        order = "last_name" if hasattr(model, "last_name") else "name"
        field.queryset = own.order_by(order) if hasattr(model, order) else own
        return
    for kind, attributes in WIDGETS.items():
        if isinstance(field, kind):
            field.widget = forms.DateInput(attrs=attributes, format=_format_of(kind))
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = LONG_TEXT_ROWS


def _format_of(kind: type[forms.Field]) -> str:
    return "%Y-%m-%d" if kind is forms.DateField else "%H:%M"


def _has_municipality(row: Model) -> bool:
    return any(field.name == "municipality" for field in row._meta.fields)


def _check_order(form: RowForm, cleaned: dict[str, Any]) -> None:
    pairs = (("valid_from", "valid_until"), ("start", "end"), ("break_start", "break_end"))
    for first, last in pairs:
        begin, end = cleaned.get(first), cleaned.get(last)
        if begin is not None and end is not None and end <= begin:
            form.add_error(last, _("The end must be after the beginning."))


def _check_tree(form: RowForm, cleaned: dict[str, Any]) -> None:
    above = cleaned.get("parent")
    while above is not None and form.instance.pk is not None:
        if above.pk == form.instance.pk:
            form.add_error("parent", _("A row cannot lie inside itself."))
            return
        above = above.parent


def _check_zone(form: RowForm, cleaned: dict[str, Any]) -> None:
    name = cleaned.get("time_zone")
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        form.add_error("time_zone", _("There is no such time zone; one is “Asia/Krasnoyarsk”."))


def _check_number_pattern(form: RowForm, cleaned: dict[str, Any]) -> None:
    pattern = cleaned.get("case_number_pattern")
    if pattern is None:
        return
    # Numbers are counted anew each year: without the year they would come again.
    rest = NUMBER_PART.sub("", pattern.replace("{year}", ""))
    if "{year}" not in pattern or not NUMBER_PART.search(pattern) or "{" in rest or "}" in rest:
        words = _("The pattern must hold {year} and {number}, such as “{year}-{number:05d}”.")
        form.add_error("case_number_pattern", words)


def _check_weekday(form: RowForm, cleaned: dict[str, Any]) -> None:
    weekday = cleaned.get("weekday")
    if weekday is not None and not FIRST_DAY <= weekday <= LAST_DAY:
        form.add_error("weekday", _("1 is Monday, 7 is Sunday."))


def _check_symbols(form: RowForm, cleaned: dict[str, Any]) -> None:
    for name, known in SYMBOLS.items():
        given = (part.strip() for part in (cleaned.get(name) or "").split(";"))
        unknown = [part for part in given if part and part not in known]
        if unknown:
            words = _("Unknown: %(unknown)s. Known are: %(known)s.")
            told = {"unknown": ", ".join(unknown), "known": "; ".join(known)}
            form.add_error(name, words % told)


def _check_leave(form: RowForm, cleaned: dict[str, Any]) -> None:
    if not isinstance(form.instance, Substitution):
        return
    begin, end = cleaned.get("from_date"), cleaned.get("until_date")
    if begin is not None and end is not None and end < begin:
        form.add_error("until_date", _("The last day must not be before the first."))
    if cleaned.get("absent") is not None and cleaned.get("absent") == cleaned.get("substitute"):
        form.add_error("substitute", _("Somebody else must be the substitute."))


CHECKS = (
    _check_order,
    _check_tree,
    _check_zone,
    _check_number_pattern,
    _check_weekday,
    _check_symbols,
    _check_leave,
)
