"""Control over a case: until which day, by whom, and how it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.registry.models import Person


class Control(models.Model):
    """One time a case was put on control; open until it is removed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="controls", verbose_name=_("case"))
    control_date = models.DateField(_("control date"), null=True, blank=True)
    controller = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("who controls")
    )
    put_at = models.DateTimeField(_("put on control"))
    remark = models.TextField(_("what is controlled"), blank=True)
    removed_at = models.DateTimeField(_("taken off control"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)

    class Meta:
        verbose_name = _("control")
        verbose_name_plural = _("controls")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(removed_at=None), name="one_open_control"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.control_date}"
