"""Responsible recipients, the bodies above and beside them, and sector blocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.territory import Territory


class JurisdictionLevel(models.TextChoices):
    """Whose competence a matter is (РФ / СУБ / МСТ; facts.md 7)."""

    FEDERAL = "federal", _("federal")
    REGIONAL = "regional", _("regional")
    MUNICIPAL = "municipal", _("municipal")


class OrganisationKind(models.TextChoices):
    """Groups in which recipients are compared with each other."""

    ADMINISTRATION = "administration", _("administration")
    ADMINISTRATION_UNIT = "administration_unit", _("unit of the administration")
    INSTITUTION = "institution", _("institution")
    VILLAGE_COUNCIL = "village_council", _("village council")
    COMPANY = "company", _("company")
    STATE_BODY = "state_body", _("state body")


class SectorBlock(EffectiveDates):
    """A sector block of the centre (отраслевой блок; decree 211, clause 6)."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="blocks", verbose_name=_("municipality")
    )
    code = models.SlugField(_("code"), max_length=50)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("sector block")
        verbose_name_plural = _("sector blocks")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="block_code_in_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(EffectiveDates):
    """A body that can hold a case.

    ``is_recipient`` marks a responsible recipient of the municipality (decree 211, clause 2 а);
    the others are bodies a case is transferred to by competence. ``aliases`` are the names
    under which files of the federal systems know it, separated by semicolons.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="organisations", verbose_name=_("municipality")
    )
    code = models.SlugField(_("code"), max_length=80)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("subordinate to"),
    )
    block = models.ForeignKey(
        SectorBlock,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("sector block"),
    )
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    jurisdiction_level = models.CharField(
        _("level of competence"),
        max_length=12,
        choices=JurisdictionLevel,
        default=JurisdictionLevel.MUNICIPAL,
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, verbose_name=_("territory")
    )
    is_recipient = models.BooleanField(_("responsible recipient"), default=True)
    aliases = models.TextField(_("names in files (separated by ;)"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="organisation_code_in_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name
