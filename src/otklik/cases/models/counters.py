"""Numbers given to cases."""

from django.db import models

from otklik.registry.models import Municipality


class CaseCounter(models.Model):
    """The last number given by a pattern in a year; locked while a number is taken.

    A blank ``pattern`` is that of the municipality itself.
    """

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    pattern = models.CharField(max_length=50, default="", blank=True)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "pattern", "year"], name="case_counter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}/{self.year}: {self.last_number}"
