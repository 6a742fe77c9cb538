"""How long cases are kept, the acts by which names or whole cases go, and leaks."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.choices import CaseKind
from otklik.registry.models import Municipality, Person
from otklik.registry.models.effective import EffectiveDates

# 152-FZ art. 21 part 3.1: to the supervisor within 24 hours, what was found within 72 (facts.md 8).
FIRST_TELLING = timedelta(hours=24)
SECOND_TELLING = timedelta(hours=72)


class RetentionAction(models.TextChoices):
    """What happens to a case whose term of keeping is over."""

    ANONYMISE = "anonymise", _("names are removed, figures stay")
    DESTROY = "destroy", _("the case is destroyed")


class RetentionRule(EffectiveDates):
    """How long ended cases are kept (номенклатура дел; facts.md 8: 5 years, to be set)."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    name = models.CharField(_("what is kept"), max_length=200)
    kind = models.CharField(_("kind of case"), max_length=10, choices=CaseKind, blank=True)
    years = models.PositiveSmallIntegerField(_("years of keeping"), default=5)
    action = models.CharField(
        _("what then"),
        max_length=10,
        choices=RetentionAction,
        default=RetentionAction.ANONYMISE,
    )
    ground = models.CharField(_("ground (article of the list of terms)"), max_length=300)

    class Meta:
        verbose_name = _("term of keeping")
        verbose_name_plural = _("terms of keeping")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(years__range=(1, 100)), name="retention_years_1_100"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def ended_before(self, on: date) -> date:
        """Return the day before which a case must have ended for its term to be over on ``on``.

        The term begins on the first of January after the year in which the case ended.
        """
        return date(max(on.year - self.years, 1), 1, 1)


class ActState(models.TextChoices):
    """The way of an act."""

    DRAWN = "drawn", _("waits for approval")
    APPROVED = "approved", _("approved, being carried out")
    DONE = "done", _("carried out")
    CANCELLED = "cancelled", _("cancelled")


class RetentionAct(models.Model):
    """A list of cases whose term is over, drawn by one person and approved by another."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    number = models.PositiveIntegerField(_("number"))
    rule = models.ForeignKey(RetentionRule, models.PROTECT, related_name="acts")
    action = models.CharField(_("what then"), max_length=10, choices=RetentionAction)
    ground = models.CharField(_("ground"), max_length=300)
    ended_before_date = models.DateField(_("cases ended before"))
    state = models.CharField(_("state"), max_length=10, choices=ActState, default=ActState.DRAWN)
    drawn_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn at"))
    approved_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    done_at = models.DateTimeField(_("carried out at"), null=True, blank=True)

    class Meta:
        verbose_name = _("act of the end of keeping")
        verbose_name_plural = _("acts of the end of keeping")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="retention_act_number_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class RetentionItem(models.Model):
    """A case in an act. ``case_id`` is a plain number: the line outlives the case."""

    act = models.ForeignKey(RetentionAct, models.CASCADE, related_name="items")
    case_id = models.BigIntegerField(_("case"), db_index=True)
    case_number = models.CharField(_("number"), max_length=40)
    received_at = models.DateTimeField(_("received at"))
    ended_at = models.DateTimeField(_("ended at"))
    left_out_reason = models.CharField(_("kept on, because"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("carried out at"), null=True, blank=True)

    class Meta:
        verbose_name = _("case in an act")
        verbose_name_plural = _("cases in acts")
        constraints = [
            models.UniqueConstraint(fields=["act", "case_id"], name="retention_case_once_in_act")
        ]

    def __str__(self) -> str:
        return self.case_number


class Leak(models.Model):
    """Personal data got where they must not: what happened, and when it was told to whom."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    found_at = models.DateTimeField(_("found at"))
    happened = models.TextField(_("what happened"))
    causes = models.TextField(_("presumed causes"), blank=True)
    harm = models.TextField(_("presumed harm"), blank=True)
    measures = models.TextField(_("measures taken"), blank=True)
    subjects = models.PositiveIntegerField(_("people concerned"), null=True, blank=True)
    contact = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who speaks with the supervisor"),
    )
    findings = models.TextField(_("what the inquiry found"), blank=True)
    told_first_at = models.DateTimeField(_("told within 24 hours, at"), null=True, blank=True)
    told_findings_at = models.DateTimeField(_("told within 72 hours, at"), null=True, blank=True)
    written_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("written down by")
    )

    class Meta:
        verbose_name = _("leak of personal data")
        verbose_name_plural = _("leaks of personal data")

    def __str__(self) -> str:
        return f"{self.found_at:%Y-%m-%d %H:%M}"

    @property
    def first_due_at(self) -> datetime:
        """When the supervisor must have been told that it happened."""
        return self.found_at + FIRST_TELLING

    @property
    def findings_due_at(self) -> datetime:
        """When the supervisor must have been told what the inquiry found."""
        return self.found_at + SECOND_TELLING
