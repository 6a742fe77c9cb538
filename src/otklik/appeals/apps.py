"""The Django application of the appeals room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    """Appeals under 59-FZ."""

    name = "otklik.appeals"
    label = "appeals"
    verbose_name = _("Appeals")
