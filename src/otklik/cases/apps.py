"""The Django application of the cases room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The case files of the centre."""

    name = "otklik.cases"
    label = "cases"
    verbose_name = _("Cases")
