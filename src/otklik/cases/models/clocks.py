"""Running deadlines of cases."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.registry.models.regulations import ClockKind
from otklik.registry.models.term_units import LastDay, TermUnit


class Clock(models.Model):
    """One deadline of a case; several run at once.

    A clock is stored dry: when it started, when it is due, when it was met or cancelled.
    ``original_due_at`` keeps the moment before any extension.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks", verbose_name=_("case"))
    kind = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    amount = models.PositiveIntegerField(_("term"))
    unit = models.CharField(_("unit"), max_length=20, choices=TermUnit)
    last_day_rule = models.CharField(
        _("last day not a working one"), max_length=10, choices=LastDay, default=LastDay.NONE
    )
    started_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("due at"))
    original_due_at = models.DateTimeField(_("first due at"))
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    times_extended = models.PositiveSmallIntegerField(_("times extended"), default=0)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        indexes = [
            # Reminders ask which of the few that run end between two moments.
            models.Index(
                fields=["due_at", "kind"],
                condition=models.Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="clock_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.due_at:%d.%m.%Y %H:%M}"

    @property
    def is_running(self) -> bool:
        """Neither met nor cancelled."""
        return self.met_at is None and self.cancelled_at is None

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether the clock, seen at the moment ``at``, was not met in time."""
        if self.cancelled_at is not None:
            return False
        return (self.met_at or at) > self.due_at
