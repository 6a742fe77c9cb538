"""Forms in the look of the desk: every widget gets the Tabler class of its kind."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

CLASS_OF_INPUT = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "select": "form-select",
}


class DeskBoundField(BoundField):
    """A field that draws its widget with the classes of the look, marked when it has errors."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Return the attributes of the widget with its classes."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        kind = str(getattr(widget, "input_type", "textarea"))
        names = [str(widget.attrs.get("class", "")), CLASS_OF_INPUT.get(kind, "form-control")]
        if self.errors:
            names.append("is-invalid")
        built["class"] = " ".join(name for name in names if name)
        return built


FIRST_YEAR, LAST_YEAR = 2000, 2099
MAX_FILES = 20


def check_year(value: date) -> None:
    """Refuse the slips of the pen: 0026 for 2026. Raises ``ValidationError``."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(_("Check the year: it must lie between 2000 and 2099."))


class DayField(forms.DateField):
    """A day of our time."""

    default_validators = [check_year]


class MomentField(forms.DateTimeField):
    """A moment of our time, in the zone of the municipality."""

    default_validators = [check_year]


class FilesInput(forms.ClearableFileInput):
    """A choice of several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; cleans to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return the files; raises ``ValidationError`` for none, an empty one or too many."""
        given = data if isinstance(data, list | tuple) else [data]
        if len(given) > MAX_FILES:
            raise forms.ValidationError(
                _("At most %(limit)s files at a time."), params={"limit": MAX_FILES}
            )
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class DeskForm(forms.Form):
    """A form of the desk."""

    bound_field_class = DeskBoundField


class DeskModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of the desk made from a model."""

    bound_field_class = DeskBoundField
