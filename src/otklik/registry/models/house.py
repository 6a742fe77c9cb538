"""Houses known to the state address register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.territory import Territory


class House(models.Model):
    """A house of a street, or of a settlement without streets; tells that an address exists.

    Kept lean, for a region has a million: ``number`` is written as ``gar.normal_house`` does,
    ``gar_id`` is the OBJECTID of the register. One the register no longer has ends on
    ``valid_until`` and is never removed.
    """

    LONGEST_NUMBER = 40

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="houses", verbose_name=_("street or settlement")
    )
    number = models.CharField(_("number of the house"), max_length=LONGEST_NUMBER)
    gar_id = models.PositiveBigIntegerField(_("number in the address register"))
    valid_until = models.DateField(_("in force until (not including)"), null=True, blank=True)

    class Meta:
        verbose_name = _("house")
        verbose_name_plural = _("houses")
        constraints = [
            models.UniqueConstraint(fields=["gar_id", "territory"], name="house_gar_id_once")
        ]
        indexes = [models.Index(fields=["territory", "number"], name="house_number")]

    def __str__(self) -> str:
        return self.number
