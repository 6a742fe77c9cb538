"""The Django application of the registry room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Directories of the centre."""

    name = "otklik.registry"
    label = "registry"
    verbose_name = _("Registry")
