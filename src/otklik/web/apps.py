"""The Django application of the web room: templates, static files, template tags."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Pages of the centre."""

    name = "otklik.web"
    label = "web"
    verbose_name = _("Pages")
