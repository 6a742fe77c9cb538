"""The form of logging in."""

from django.contrib.auth.forms import AuthenticationForm

from otklik.web.desk.forms import DeskBoundField


class LoginForm(AuthenticationForm):
    """Login and password in the look of the desk."""

    bound_field_class = DeskBoundField
