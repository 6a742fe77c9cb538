"""Days that differ from the country's calendar, and the hours of work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality


class CalendarDayKind(models.TextChoices):
    """What a day is; the symbols are those of ``otklik.clock.DayKind``."""

    WORKING = "working", _("working")
    SHORT = "short", _("short")
    OFF = "off", _("off")


class CalendarDay(models.Model):
    """A day set by hand. It wins over the library's calendar; no municipality means all."""

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    date = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=CalendarDayKind)
    reason = models.CharField(_("ground"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "date"], name="calendar_day_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_kind_display()}"


class WorkingHours(EffectiveDates):
    """Hours of work of a municipality on a weekday (1 Monday … 7 Sunday), local time."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="working_hours", verbose_name=_("municipality")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday (1 to 7)"))
    start = models.TimeField(_("begins"))
    end = models.TimeField(_("ends"))
    break_start = models.TimeField(_("break begins"), null=True, blank=True)
    break_end = models.TimeField(_("break ends"), null=True, blank=True)

    class Meta:
        verbose_name = _("hours of work")
        verbose_name_plural = _("hours of work")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "weekday", "valid_from"],
                name="working_hours_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.start:%H:%M}–{self.end:%H:%M}"
