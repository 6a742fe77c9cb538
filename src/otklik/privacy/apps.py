"""The Django application of the privacy room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Terms of keeping, acts, leaks."""

    name = "otklik.privacy"
    label = "privacy"
    verbose_name = _("Personal data")
