"""The Django application of the satisfaction room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SatisfactionConfig(AppConfig):
    """Ratings of answers by citizens."""

    name = "otklik.satisfaction"
    label = "satisfaction"
    verbose_name = _("Satisfaction")
