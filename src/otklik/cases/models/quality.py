"""The quality of an answer: marks by the items of the checklist, and the score made of them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.answers import Answer
from otklik.registry.models import Person, QualityItem


class MarkValue(models.TextChoices):
    """A mark; the machine's are the verdicts of ``otklik.wording``, people tell no doubt."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("cannot tell")
    NOT_APPLICABLE = "not_applicable", _("does not apply")


def nothing() -> list[Any]:
    """Return the reasons or places of a mark that has none."""
    return []


class AnswerCheck(models.Model):
    """How an answer was checked: ``machine_score`` proposes, ``score`` is a person's (0-100).

    ``overruled_by`` let the answer go although an item held it back, for ``overrule_reason``.
    """

    answer = models.OneToOneField(
        Answer,
        models.CASCADE,
        primary_key=True,
        related_name="quality",
        verbose_name=_("answer"),
    )
    machine_score = models.PositiveSmallIntegerField(_("score by the machine"), null=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True)
    checked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True)
    remark = models.TextField(_("remark"), blank=True)
    overruled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("let through by")
    )
    overruled_at = models.DateTimeField(_("let through at"), null=True)
    overrule_reason = models.TextField(_("reason to let through"), blank=True)

    class Meta:
        verbose_name = _("check of an answer")
        verbose_name_plural = _("checks of answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)), name="quality_0_100"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.score}"


class AnswerMark(models.Model):
    """The mark of an answer by one item: what the machine proposes and what a person says."""

    answer = models.ForeignKey(
        Answer, models.CASCADE, related_name="marks", verbose_name=_("answer")
    )
    item = models.ForeignKey(
        QualityItem,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("item of the checklist"),
    )
    proposed = models.CharField(
        _("mark by the machine"), max_length=15, choices=MarkValue, default=MarkValue.UNKNOWN
    )
    reasons = models.JSONField(_("reasons"), default=nothing)
    places = models.JSONField(_("places in the text"), default=nothing)
    given = models.CharField(_("mark"), max_length=15, choices=MarkValue, blank=True)

    class Meta:
        verbose_name = _("mark of an answer")
        verbose_name_plural = _("marks of answers")
        constraints = [models.UniqueConstraint(fields=["answer", "item"], name="answer_mark_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.value}"

    @property
    def value(self) -> str:
        """The mark that counts: a person's, else the machine's."""
        return self.given or self.proposed
