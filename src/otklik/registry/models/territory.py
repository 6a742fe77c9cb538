"""The territory tree: region, district, village council, settlement, street."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality


class TerritoryKind(models.TextChoices):
    """Levels of the tree."""

    REGION = "region", _("region")
    DISTRICT = "district", _("district")
    VILLAGE_COUNCIL = "village_council", _("village council")
    INTER_SETTLEMENT_AREA = "inter_settlement_area", _("inter-settlement area")
    SETTLEMENT = "settlement", _("settlement")
    STREET = "street", _("street")


class Territory(EffectiveDates):
    """A node of the territory tree.

    A merge of councils is only data: the new council is a new row, its settlements get it as
    ``parent``, the old one gets ``valid_until`` and ``successor``. Cases point at settlements
    and streets, so figures of past years roll up by the tree of today.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="territories", verbose_name=_("municipality")
    )
    code = models.SlugField(_("code"), max_length=80)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=TerritoryKind)
    type_label = models.CharField(_("type"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=150)
    khakass_name = models.CharField(_("Khakass name"), max_length=150, blank=True)
    oktmo = models.CharField(_("OKTMO"), max_length=11, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of population"), null=True, blank=True
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    # OBJECTID of the state address register, and what the register called the place last: as
    # long as the row is called so too, nobody has edited its name (address_register).
    gar_id = models.PositiveBigIntegerField(
        _("number in the address register"), null=True, blank=True
    )
    gar_name = models.CharField(_("name in the address register"), max_length=180, blank=True)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="territory_code_in_municipality"
            )
        ]
        indexes = [models.Index(fields=["municipality", "kind"], name="territory_kind")]

    def __str__(self) -> str:
        if self.kind in (TerritoryKind.SETTLEMENT, TerritoryKind.STREET) and self.type_label:
            return f"{self.type_label}. {self.name}".replace("..", ".")
        return self.name
