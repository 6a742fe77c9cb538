"""What a rule has done to a case, and where a rule was entered by hand."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.registry.models import RoutingRule


class RuleUse(models.Model):
    """A rule decided something of a case when it arrived.

    ``template_code`` and ``receipt_text`` are those of the rule at that moment: a rule that is
    changed later does not change what it has done. ``told_at``: when a person sent the receipt.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="rule_uses", verbose_name=_("case"))
    rule = models.ForeignKey(
        RoutingRule, models.PROTECT, related_name="uses", verbose_name=_("rule")
    )
    at = models.DateTimeField(_("when"))
    template_code = models.SlugField(_("template of the answer"), blank=True)
    receipt_text = models.TextField(_("receipt to the applicant"), blank=True)
    told_at = models.DateTimeField(_("receipt sent at"), null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who sent the receipt"),
    )

    class Meta:
        verbose_name = _("use of a rule")
        verbose_name_plural = _("uses of rules")
        constraints = [models.UniqueConstraint(fields=["case", "rule"], name="rule_used_once")]
        indexes = [models.Index(fields=["rule", "at"], name="rule_use_by_time")]

    def __str__(self) -> str:
        return f"{self.rule_id} → {self.case_id}"


class OutsideSystem(models.TextChoices):
    """The federal systems into which rules are entered by hand (decree 211, clause 2 ж)."""

    POS = "pos", _("Feedback platform (ПОС)")
    IM = "im", _("Incident Management")


class RuleEntry(models.Model):
    """A person entered a rule into an outside system; ``content`` is the rule as it was then."""

    rule = models.ForeignKey(
        RoutingRule, models.CASCADE, related_name="entries", verbose_name=_("rule")
    )
    system = models.CharField(_("system"), max_length=5, choices=OutsideSystem)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who entered it")
    )
    content = models.JSONField(_("the rule as it was"), default=dict)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("entry of a rule in an outside system")
        verbose_name_plural = _("entries of rules in outside systems")

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.system}"
