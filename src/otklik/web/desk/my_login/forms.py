"""Forms of one's own login. What weakens it asks for the password again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.entrance.codes import TooSoon, WrongCode, check_code
from otklik.entrance.models import NAME_LENGTH
from otklik.entrance.sessions import has_second_factor
from otklik.registry.models import Person
from otklik.web.desk.forms import DeskBoundField, DeskForm
from otklik.web.desk.login.forms import CodeField
from otklik.web.desk.login.gate import place_of, whose
from otklik.web.desk.middleware import DeskRequest

# The password was just given: it is not asked for again at once.
FRESH = timedelta(minutes=10)


def password_field() -> forms.CharField:
    """Return the field for the password one has."""
    attrs = {"autocomplete": "current-password"}
    return forms.CharField(
        label=gettext_lazy("your password"), strip=False, max_length=4096,
        widget=forms.PasswordInput(attrs=attrs),
    )  # fmt: skip


class OwnPasswordForm(PasswordChangeForm):
    """A new password, in the look of the desk; the old one is tried like a login."""

    bound_field_class = DeskBoundField

    def __init__(self, request: DeskRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean_old_password(self) -> str:
        """Check the old password; failures count toward the lock-out."""
        return require_password(self._request, self.user, self.cleaned_data["old_password"])


class AgainForm(DeskForm):
    """Asks for the password again, unless a first factor is set up just after it was given."""

    password = password_field()
    always = False

    def __init__(self, request: DeskRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self.person, session = whose(request)
        is_fresh = request.at < session.started_at + FRESH
        if not self.always and is_fresh and not has_second_factor(self.person):
            del self.fields["password"]

    def clean_password(self) -> str:
        """Check the password; failures count toward the lock-out."""
        return require_password(self._request, self.person, self.cleaned_data["password"])


class AppForm(AgainForm):
    """The first code of an app; ``secret`` comes back encrypted."""

    secret = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    code = forms.CharField(
        label=gettext_lazy("code the app shows"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ("secret", "code", "password")


class RemoveAppForm(AgainForm):
    """Password and code: an open desk alone must not take the app off."""

    always = True
    code = CodeField(
        label=gettext_lazy("code"),
        help_text=gettext_lazy("Six digits of the app, or one of your recovery codes."),
    )

    def clean(self) -> dict[str, Any]:
        """Check the code once the password is right."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            place = place_of(self._request)
            try:
                check_code(self.person, given["code"], at=self._request.at, place=place)
            except WrongCode:
                self.add_error("code", _("The code is not right, or was used already."))
            except TooSoon as error:
                seconds = max(1, round((error.until - self._request.at).total_seconds()))
                self.add_error("code", _("Too many wrong codes. Wait %s seconds.") % seconds)
        return given


class PasskeyForm(AgainForm):
    """A name for a new passkey."""

    name = forms.CharField(
        label=gettext_lazy("name of the passkey"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("So that you know it later: “my phone”, “blue key”."),
    )
    field_order = ("name", "password")


class RemovePasskeyForm(AgainForm):
    """The password, before a passkey goes."""

    always = True


def require_password(request: DeskRequest, person: Person, password: str) -> str:
    """Return the password if it is the person's. Raises ``ValidationError``."""
    if authenticate(request, username=person.login, password=password) is None:
        raise ValidationError(_("This is not your password."))
    return password
