"""The Django application of the letters room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Letters as Word documents."""

    name = "otklik.letters"
    label = "letters"
    verbose_name = _("Letters")
