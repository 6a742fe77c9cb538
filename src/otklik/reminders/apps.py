"""The Django application of the reminders room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """Notices, steps of escalation that were made, letters."""

    name = "otklik.reminders"
    label = "reminders"
    verbose_name = _("Notices")
