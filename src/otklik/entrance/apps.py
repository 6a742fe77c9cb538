"""The Django application of the entrance room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntranceConfig(AppConfig):
    """Second factors, sessions and the log of logins."""

    name = "otklik.entrance"
    label = "entrance"
    verbose_name = _("Logging in")
