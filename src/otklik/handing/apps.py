"""The Django application of the handing room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandingConfig(AppConfig):
    """Who works on whose cases for a while."""

    name = "otklik.handing"
    label = "handing"
    verbose_name = _("Hand-overs")
