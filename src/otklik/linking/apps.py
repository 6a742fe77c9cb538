"""The Django application of the linking room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinkingConfig(AppConfig):
    """What the machine proposes to join."""

    name = "otklik.linking"
    label = "linking"
    verbose_name = _("Repeats and problems")
