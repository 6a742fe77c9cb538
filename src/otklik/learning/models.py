"""Runs in which the machine learns: asked for by a person or by the night."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models import Municipality, Person


class RunState(models.TextChoices):
    """How far a run has come."""

    QUEUED = "queued", _("waits")
    RUNNING = "running", _("is learning")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class LearningRun(models.Model):
    """One learning of everything a municipality's history teaches.

    A run that waits is claimed by a worker for the time of ``leased_until``; after a crash the
    lease ends and another worker takes it. ``outcome`` tells by aspect what came of it.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.QUEUED)
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("learning run")
        verbose_name_plural = _("learning runs")
        indexes = [models.Index(fields=["municipality", "-asked_at"], name="run_asked")]
        constraints = [
            # One at a time: asking again while one waits or runs is the same wish.
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(state__in=(RunState.QUEUED, RunState.RUNNING)),
                name="one_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.asked_at:%Y-%m-%d %H:%M}"
