"""Rows that hold from one day to another: what law or a region may change is kept by dates."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EffectiveDates(models.Model):
    """A row in force from ``valid_from`` up to, not including, ``valid_until`` (half-open)."""

    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until (not including)"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        """Tell whether the row holds on the day ``on``."""
        after_start = self.valid_from is None or self.valid_from <= on
        return after_start and (self.valid_until is None or on < self.valid_until)


def in_force(on: date) -> Q:
    """Return the filter of rows that hold on the day ``on``."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return started & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))
