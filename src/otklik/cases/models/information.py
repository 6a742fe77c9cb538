"""Requests for information to another body, with a term of their own (59-FZ art. 10 part 2)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.registry.models import Organisation, Person


class Shown(models.TextChoices):
    """What of the case the body asked is shown beside the question."""

    QUESTION = "question", _("topic and place only")
    TEXT = "text", _("the message without personal data")
    PERSONAL = "personal", _("the message and the applicant")


class InformationRequest(models.Model):
    """A question about a case to a body or a person that need not see the case.

    The body asked sees the question and what ``shown`` names, nothing else; names of citizens
    only with ``shown_reason``. Open while it is neither answered nor cancelled.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="information_requests", verbose_name=_("case")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    question = models.TextField(_("what is to be told"))
    shown = models.CharField(
        _("what is shown of the case"), max_length=10, choices=Shown, default=Shown.QUESTION
    )
    shown_reason = models.CharField(_("why the applicant is shown"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("who asks")
    )
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("due at"))
    reply = models.TextField(_("information given"), blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    answered_at = models.DateTimeField(_("given at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(person__isnull=True),
                name="information_asked_of_one",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at__isnull=True, cancelled_at__isnull=True),
                name="information_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.asked}"

    @property
    def asked(self) -> Organisation | Person | None:
        """Who is asked: the body or the person."""
        return self.organisation or self.person

    @property
    def is_open(self) -> bool:
        """Whether information is still waited for."""
        return self.answered_at is None and self.cancelled_at is None

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether the request, seen at ``at``, was not answered in time."""
        return self.cancelled_at is None and (self.answered_at or at) > self.due_at
