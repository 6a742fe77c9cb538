"""The Django application of the learning room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """The runs in which the machine learns."""

    name = "otklik.learning"
    label = "learning"
    verbose_name = _("Learning")
