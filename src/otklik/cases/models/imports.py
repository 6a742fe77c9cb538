"""Files taken in: batches, what each row brought, and rows that wait to be mended."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.cases.models.choices import BatchState, Channel
from otklik.registry.models import Municipality, Person


class ImportBatch(models.Model):
    """One file. It is taken in as a whole, in one transaction, and can be undone as a whole.

    A batch that waits is claimed by a worker for the time of ``leased_until``; after a crash
    the lease ends and another worker takes it: reading a file twice changes nothing.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    file_name = models.CharField(_("file"), max_length=255)
    stored_path = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    zone = models.CharField(_("time zone of the file"), max_length=50)
    state = models.CharField(
        _("state"), max_length=10, choices=BatchState, default=BatchState.QUEUED
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    created_at = models.DateTimeField(_("uploaded at"))
    leased_until = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(_("taken in at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    failure = models.JSONField(null=True, blank=True)
    columns_missing = models.JSONField(default=list, blank=True)
    columns_unknown = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["municipality", "-created_at"], name="batch_created")]

    def __str__(self) -> str:
        return self.file_name


class CaseSource(models.Model):
    """What a row of a file brought to a case: the whole row, and what stood there before.

    ``before`` holds the earlier values of the fields the row changed; empty for a new case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="sources", verbose_name=_("case"))
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="sources", verbose_name=_("import")
    )
    row_number = models.PositiveIntegerField(_("row"))
    is_new_case = models.BooleanField(_("new"), default=False)
    payload = models.TextField(_("row of the file"))
    before = models.TextField(default="{}")

    class Meta:
        verbose_name = _("source of a case")
        verbose_name_plural = _("sources of cases")

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_number}"

    @property
    def fields(self) -> dict[str, str]:
        """The row, column by column, as the file had it."""
        parsed: dict[str, str] = json.loads(self.payload)
        return parsed

    @property
    def earlier(self) -> dict[str, Any]:
        """Fields of the case as they were before this row."""
        parsed: dict[str, Any] = json.loads(self.before)
        return parsed


class QuarantinedRow(models.Model):
    """A row that could not be taken in, with the reasons; it can be mended and tried again."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="quarantined", verbose_name=_("import")
    )
    row_number = models.PositiveIntegerField(_("row"))
    payload = models.JSONField(_("row of the file"))
    reasons = models.JSONField(_("reasons"))
    mended_at = models.DateTimeField(_("mended at"), null=True, blank=True)
    mended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mended by")
    )
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("case")
    )

    class Meta:
        verbose_name = _("row in quarantine")
        verbose_name_plural = _("rows in quarantine")

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_number}"
