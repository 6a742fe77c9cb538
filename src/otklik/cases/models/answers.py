"""Answers to applicants and the applicants' ratings of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.registry.models import Person


class Answer(models.Model):
    """A version of an answer to a case, from draft to sent."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers", verbose_name=_("case"))
    version = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=AnswerKind, default=AnswerKind.FINAL)
    state = models.CharField(
        _("state"), max_length=10, choices=AnswerState, default=AnswerState.DRAFT
    )
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    is_from_file = models.BooleanField(_("came with a file"), default=False)
    created_at = models.DateTimeField(_("written at"))
    remark = models.TextField(_("remark"), blank=True)
    approved_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="answer_version_once")
        ]
        indexes = [
            # Satisfaction counts by the day the final answer went out.
            models.Index(
                fields=["sent_at"],
                condition=models.Q(kind=AnswerKind.FINAL, state=AnswerState.SENT),
                name="answer_final_sent",
            ),
            # What was sent in a month is counted, and drawn to be checked, from here.
            models.Index(
                fields=["sent_at", "kind"],
                condition=models.Q(sent_at__isnull=False),
                name="answer_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.version}"


class Rating(models.Model):
    """What the applicant thinks of the answer, from 1 to 5."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ratings", verbose_name=_("case"))
    value = models.PositiveSmallIntegerField(_("rating"))
    comment = models.TextField(_("comment"), blank=True)
    source = models.CharField(_("source"), max_length=20)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.CheckConstraint(condition=models.Q(value__range=(1, 5)), name="rating_1_5")
        ]

    def __str__(self) -> str:
        return str(self.value)
