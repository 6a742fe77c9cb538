"""Questions of an appeal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.cases.models.choices import QuestionResult
from otklik.registry.models import Organisation, Person, Topic


class Question(models.Model):
    """A question of an appeal; the result is kept by question (facts.md 7)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="questions", verbose_name=_("case"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("question"), blank=True)
    sstu_topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("code of the question"),
    )
    result = models.CharField(_("result"), max_length=20, choices=QuestionResult, blank=True)
    actions_taken = models.BooleanField(_("actions taken"), default=False)
    result_at = models.DateTimeField(_("result at"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="question_number_in_case")
        ]

    def __str__(self) -> str:
        return f"{self.case}/{self.number}"


class QuestionTransfer(models.Model):
    """A copy of the appeal sent to a competent body about one question (59-FZ art. 8)."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="transfers", verbose_name=_("question")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("competent body")
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))

    class Meta:
        verbose_name = _("transfer of a question")
        verbose_name_plural = _("transfers of questions")
        constraints = [
            # An appeal that was opened again may go to the same body once more.
            models.UniqueConstraint(
                fields=["question", "organisation", "at"], name="question_transferred_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} → {self.organisation_id}"
