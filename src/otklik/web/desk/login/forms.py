"""Forms of the door."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from otklik.web.desk.forms import DeskBoundField, DeskForm


class LoginForm(AuthenticationForm):
    """Login and password in the look of the desk."""

    bound_field_class = DeskBoundField


class CodeField(forms.CharField):
    """A code of six digits, or a recovery code; phones offer digits and fill it in."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)


class SecondStepForm(DeskForm):
    """The code of the second step."""

    code = CodeField(
        label=_("code"), help_text=_("Six digits of the app, or one of your recovery codes.")
    )
