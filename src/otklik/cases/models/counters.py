"""Numbers given to cases."""

from django.db import models

from otklik.registry.models import Municipality


class CaseCounter(models.Model):
    """The last number given in a municipality and year; locked while a number is taken."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="case_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}/{self.year}: {self.last_number}"
