"""Promises of deferred solutions: what was promised, moved, kept and broken."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.registry.models import Organisation, Person


class PromiseState(models.TextChoices):
    """What became of a promise."""

    OPEN = "open", _("runs")
    KEPT = "kept", _("kept")
    BROKEN = "broken", _("broken")
    MOVED = "moved", _("moved to another day")


def no_steps() -> list[dict[str, Any]]:
    """Return the plan of a promise made without one."""
    return []


class Promise(models.Model):
    """A day promised to an applicant. Moving it ends this row and begins the next one.

    ``plan`` is a list of ``what``, ``date`` (ISO) and ``who``; ``notice`` what the applicant was
    told. ``recipient`` is the body that held the case when the promise was made, for its score.
    ``reminded_at`` and ``state`` make the clock's two deeds happen once.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="promises", verbose_name=_("case"))
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("recipient")
    )
    promised_date = models.DateField(_("promised date"))
    reason = models.TextField(_("reason"), blank=True)
    notice = models.TextField(_("what the applicant was told"), blank=True)
    plan = models.JSONField(_("plan of works"), default=no_steps, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PromiseState, default=PromiseState.OPEN
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    proof = models.TextField(_("proof"), blank=True)
    proof_url = models.CharField(_("address of the proof"), max_length=1000, blank=True)
    proved_at = models.DateTimeField(_("proof given at"), null=True)
    proved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("proof given by")
    )

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=PromiseState.OPEN), name="promise_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["promised_date"],
                condition=Q(state=PromiseState.OPEN),
                name="promise_open_until",
            )
        ]

    def __str__(self) -> str:
        return f"{self.promised_date:%d.%m.%Y}"
