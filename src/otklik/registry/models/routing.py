"""Routing rules: conditions on a case that name its recipient, block, regulation and track."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.organisations import Organisation, SectorBlock
from otklik.registry.models.people import Person
from otklik.registry.models.regulations import Importance

# A rule says what a case becomes: "any" is no such thing, blank leaves it as it is.
IMPORTANCE_SAID = [(one.value, one.label) for one in (Importance.NORMAL, Importance.HEIGHTENED)]


class RoutingRule(EffectiveDates):
    """A rule of the centre (правило; decree 211, clause 2 ж).

    Conditions are lists of codes or words separated by semicolons; an empty condition fits all,
    a topic condition fits the topics of a group, a territory condition all that lies inside.
    Among the rules that fit, the lowest ``priority`` wins, then the code. A scenario of fast
    resolution (механизм ускоренного решения; clause 12.3 а) is a rule that also names the
    executor, the template of the answer, the receipt and who is told. One that is not switched
    on is written but decides nothing.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="routing_rules", verbose_name=_("municipality")
    )
    code = models.SlugField(_("code"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    priority = models.PositiveIntegerField(_("priority (lower first)"), default=100)
    channels = models.CharField(_("channels"), max_length=200, blank=True)
    kinds = models.CharField(_("kinds of case"), max_length=100, blank=True)
    topics = models.TextField(_("topics or groups (codes)"), blank=True)
    territories = models.TextField(_("territories (codes)"), blank=True)
    words = models.TextField(_("words of the text"), blank=True)
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("recipient")
    )
    block = models.ForeignKey(
        SectorBlock, models.PROTECT, null=True, blank=True, verbose_name=_("sector block")
    )
    regulation_code = models.SlugField(_("regulation"), max_length=50, blank=True)
    fast_track = models.BooleanField(_("fast track"), null=True, blank=True)
    importance = models.CharField(
        _("importance"), max_length=12, blank=True, choices=IMPORTANCE_SAID
    )

    executor = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("executor, who gets it at once"),
    )
    template_code = models.SlugField(_("template of the answer"), max_length=50, blank=True)
    receipt_text = models.TextField(
        _("receipt to the applicant"),
        blank=True,
        help_text=_("What the applicant is told at once. {number} is filled from the case."),
    )
    told = models.CharField(_("who is told (logins separated by ;)"), max_length=300, blank=True)
    is_on = models.BooleanField(_("switched on"), default=True)

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="routing_rule_code_in_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name
