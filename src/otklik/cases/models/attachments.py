"""Files attached to cases and answers, and the stored bytes behind them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.answers import Answer
from otklik.cases.models.case import Case
from otklik.cases.models.choices import AttachmentKind, FileCheck
from otklik.registry.models import Person


class StoredFile(models.Model):
    """Bytes in the store, found by their SHA-256; many attachments may use one.

    The row stays when the bytes have gone: whoever puts them in or takes them out locks it.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField(_("size"))
    media_type = models.CharField(_("kind of file"), max_length=100)
    has_preview = models.BooleanField(default=False)
    check_state = models.CharField(_("virus check"), max_length=10, choices=FileCheck)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.digest


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Words to speak of many attachments."""

    def live(self) -> "AttachmentQuerySet":
        """Those nobody has removed."""
        return self.filter(removed_at__isnull=True)


class Attachment(models.Model):
    """A file of a case, or of one version of an answer to it.

    ``taken_at``, ``lat`` and ``lon`` are what the camera told; ``remains`` names by symbols the
    properties left in the file; ``source_digest`` is that of the bytes as they came; ``before``
    joins a photograph of the result to the one of the trouble.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    answer = models.ForeignKey(
        Answer, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    kind = models.CharField(_("what it is"), max_length=10, choices=AttachmentKind)
    name = models.CharField(_("name"), max_length=150)
    source_digest = models.CharField(max_length=64)
    remains = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    before = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="results"
    )
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("attached at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    removed_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
