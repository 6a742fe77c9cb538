"""Regulations: which clocks start for which cases. Terms are data with effective dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.term_units import LastDay, TermUnit


class ClockKind(models.TextChoices):
    """The kinds of deadline a case may have running (facts.md 1, 2.5, 3.2)."""

    REGISTRATION = "registration", _("registration")
    TRANSFER = "transfer", _("transfer by competence")
    FIRST_REPLY = "first_reply", _("first reply")
    DRAFT = "draft", pgettext_lazy("term", "draft")
    FINAL_REPLY = "final_reply", _("final reply")
    INTERIM_FOLLOWUP = "interim_followup", _("full reply after an interim one")
    PROMISED = "promised", _("promised date")
    NOTICE = "notice", _("notice to the applicant")


class CaseKindFilter(models.TextChoices):
    """For which kind of case a regulation is."""

    MESSAGE = "message", _("message")
    APPEAL = "appeal", _("appeal under 59-FZ")
    ANY = "any", _("any")


class YesNoAny(models.TextChoices):
    """A condition on a yes-or-no mark."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    ANY = "any", _("any")


class Importance(models.TextChoices):
    """Importance levels of a condition."""

    NORMAL = "normal", _("normal")
    HEIGHTENED = "heightened", _("heightened")
    ANY = "any", _("any")


class Regulation(EffectiveDates):
    """A version of a regulation with the conditions under which it applies.

    Without a municipality it is for all; one of the municipality itself wins over those.

    Among those that apply, the one with the lowest ``priority`` wins. ``extension_days`` and
    ``extension_times`` limit extensions (59-FZ art. 12 part 2: 30 days); ``reopen_at_rating``
    is the rating at or below which a re-opening is offered.
    """

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    code = models.SlugField(_("code"), max_length=50)
    version = models.CharField(_("version"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    law = models.TextField(_("ground in law"), blank=True)
    kind = models.CharField(
        _("kind of case"), max_length=10, choices=CaseKindFilter, default=CaseKindFilter.ANY
    )
    channels = models.CharField(_("channels (separated by ;)"), max_length=200, blank=True)
    fast_track = models.CharField(
        _("fast track"), max_length=5, choices=YesNoAny, default=YesNoAny.ANY
    )
    importance = models.CharField(
        _("importance"), max_length=12, choices=Importance, default=Importance.ANY
    )
    priority = models.PositiveIntegerField(_("priority (lower first)"), default=100)
    extension_days = models.PositiveIntegerField(_("longest extension, days"), default=0)
    extension_times = models.PositiveIntegerField(_("number of extensions"), default=0)
    reopen_at_rating = models.PositiveSmallIntegerField(
        _("re-opening offered at rating"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="regulation_version_once")
        ]

    def __str__(self) -> str:
        return self.name


class RegulationTerm(models.Model):
    """One clock of a regulation: how long, in which unit, what starts and what stops it."""

    regulation = models.ForeignKey(
        Regulation, models.CASCADE, related_name="terms", verbose_name=_("regulation")
    )
    clock = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    amount = models.PositiveIntegerField(_("term"))
    unit = models.CharField(_("unit"), max_length=20, choices=TermUnit)
    last_day_rule = models.CharField(
        _("last day not a working one"), max_length=10, choices=LastDay, default=LastDay.NONE
    )
    starts_at = models.CharField(_("started by (separated by ;)"), max_length=200)
    stops_at = models.CharField(_("stopped by (separated by ;)"), max_length=200)

    class Meta:
        verbose_name = _("term of a regulation")
        verbose_name_plural = _("terms of regulations")
        constraints = [
            models.UniqueConstraint(fields=["regulation", "clock"], name="regulation_clock_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}: {self.amount} {self.get_unit_display()}"
