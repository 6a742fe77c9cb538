"""Cases one person handed over to another, for a leave or for good."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.registry.models import Municipality, Person


class HandOver(models.Model):
    """One handing over of many cases; without ``until_date`` it is for good."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    from_person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("from whom")
    )
    to_person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("to whom")
    )
    until_date = models.DateField(_("until (including)"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    made_at = models.DateTimeField(_("when"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    cases = models.ManyToManyField(Case, related_name="hand_overs", verbose_name=_("cases"))

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        indexes = [models.Index(fields=["municipality", "-made_at"], name="hand_over_made")]

    def __str__(self) -> str:
        return f"{self.from_person} → {self.to_person}"
