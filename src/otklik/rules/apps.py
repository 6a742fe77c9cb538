"""The Django application of the rules room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    """The rules of the centre and what they have done."""

    name = "otklik.rules"
    label = "rules"
    verbose_name = _("Rules")
