"""Views of the inbox a person keeps for the next time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models import Municipality, Person


class SavedView(models.Model):
    """A named set of inbox filters of one person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "municipality", "name"], name="saved_view_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
