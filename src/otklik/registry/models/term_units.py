"""In what terms are counted, and what becomes of a last day that is not a working one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TermUnit(models.TextChoices):
    """Units of a term; the symbols are those of ``otklik.clock.Unit``."""

    CALENDAR_DAYS = "calendar_days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    WORKING_HOURS = "working_hours", _("working hours")
    CLOCK_HOURS = "clock_hours", _("hours round the clock")


class LastDay(models.TextChoices):
    """Where a term goes whose last day is not a working one (facts.md 1)."""

    BACK = "back", _("to the working day before")
    FORWARD = "forward", _("to the next working day")
    NONE = "none", _("stays")
