"""Forms in the look of the desk: every widget gets the Tabler class of its kind."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

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


class DeskForm(forms.Form):
    """A form of the desk."""

    bound_field_class = DeskBoundField


class DeskModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of the desk made from a model."""

    bound_field_class = DeskBoundField
