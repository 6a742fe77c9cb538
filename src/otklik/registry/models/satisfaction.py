"""What a citizen who rates an answer is asked: data a centre changes by dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality


class RatingReason(EffectiveDates):
    """A reason of discontent; those with a ``parent`` make it more precise (one level deep).

    Without a municipality it is asked in all of them.
    """

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    code = models.SlugField(_("code"), max_length=50, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inside")
    )
    name = models.CharField(_("name"), max_length=150)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)

    class Meta:
        verbose_name = _("reason of discontent")
        verbose_name_plural = _("reasons of discontent")

    def __str__(self) -> str:
        return self.name


class QuestionKind(models.TextChoices):
    """How a question of the survey is answered."""

    YES_NO = "yes_no", _("yes or no")
    SCALE = "scale", _("from 1 to 5")
    WORDS = "words", _("in words")


class SurveyQuestion(EffectiveDates):
    """A question asked after closing, beside the rating. Without a municipality: in all."""

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    code = models.SlugField(_("code"), max_length=50, unique=True)
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=10, choices=QuestionKind, default=QuestionKind.YES_NO
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)

    class Meta:
        verbose_name = _("question of the survey")
        verbose_name_plural = _("questions of the survey")

    def __str__(self) -> str:
        return self.text
