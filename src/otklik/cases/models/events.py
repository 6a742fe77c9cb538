"""The append-only log of the centre: what happened to which case, chained by hashes."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models import Municipality, Person


class LogHead(models.Model):
    """The end of a municipality's chain; locked while events are appended."""

    municipality = models.OneToOneField(
        Municipality, models.PROTECT, primary_key=True, related_name="+"
    )
    last_seq = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.last_seq}"


class Event(models.Model):
    """One entry of the log. Never changed; ``hash`` covers the entry and the one before.

    ``case_id`` is a plain number, so that an entry outlives a case an undone import removes.
    ``at`` is when it happened, ``recorded_at`` when it was written down. ``data`` is canonical
    JSON text: the very bytes that were hashed.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    seq = models.BigIntegerField(_("number"))
    case_id = models.BigIntegerField(_("case"), null=True, blank=True)
    name = models.CharField(_("what"), max_length=60)
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded at"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    actor = models.CharField(_("by"), max_length=20)
    data = models.TextField(default="{}")
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "seq"], name="event_seq_once")
        ]
        indexes = [models.Index(fields=["case_id", "at"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"

    @property
    def details(self) -> dict[str, Any]:
        """What was before and after, as the log keeps it."""
        parsed: dict[str, Any] = json.loads(self.data)
        return parsed


class PersonalDataLook(models.Model):
    """A look at personal data (152-FZ art. 19 part 2; facts.md 8)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case_id = models.BigIntegerField(_("case"))
    at = models.DateTimeField(_("when"))
    page = models.CharField(_("where"), max_length=60)
    # Who sees names by his role needs none.
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        indexes = [models.Index(fields=["municipality", "-at"], name="look_at")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.case_id}"
