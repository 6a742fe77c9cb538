"""The form of a row of the registry, made from the description of its table."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.registry.files import faults_of
from otklik.registry.models import Municipality
from otklik.web.desk.forms import DeskModelForm
from otklik.web.desk.registry.scope import rows_of
from otklik.web.desk.registry.sheets import Sheet

LONG_TEXT_ROWS = 3
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

    def _post_clean(self) -> None:
        """Check the row as a whole, once its cells are good."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            for name, words in (*_ring_faults(self.instance), *faults_of(self.instance)):
                self.add_error(name if name in self.fields else None, words)


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


def _ring_faults(row: Any) -> Iterator[tuple[str, str]]:
    above = getattr(row, "parent", None)
    while above is not None and row.pk is not None:
        if above.pk == row.pk:
            yield "parent", _("A row cannot lie inside itself.")
            return
        above = above.parent
