"""Questions of an appeal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.cases.models.choices import Resolution
from otklik.registry.models import Topic


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
    result = models.CharField(_("result"), max_length=20, choices=Resolution, blank=True)
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
