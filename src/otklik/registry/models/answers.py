"""What an answer is made from and measured by: templates, and the items of the checklist."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality


class AutomaticCheck(models.TextChoices):
    """Checks that propose a mark; the symbols are those of ``otklik.wording.CHECKS``."""

    GREETING = "greeting", _("greeting")
    QUESTIONS = "questions", _("every question is answered")
    ACTION = "action", _("what will be done is named")
    RESPONSIBLE = "responsible", _("who does it is named")
    DATE = "date", _("a day or a term is named")
    FORMULAS = "formulas", _("no empty formulas")
    REDIRECT = "redirect", _("nobody is sent elsewhere without an address")
    REFUSAL = "refusal", _("a refusal has its ground")
    RATING = "rating", _("no rating is asked for a refusal")
    PHOTO = "photo", _("photograph of the work")
    PLAIN_WORDS = "plain_words", _("plain words")
    READABLE = "readable", _("easy to read")
    ACTS = "acts", _("acts are named shortly")
    COPIED = "copied", _("not copied from another matter")
    PERSONAL_DATA = "personal_data", _("no personal data before everybody")
    OTHERS_DATA = "others_data", _("no personal data of other people")


class AnswerKindFilter(models.TextChoices):
    """For which kind of answer a row is."""

    INTERIM = "interim", _("interim answer")
    FINAL = "final", _("final answer")
    ANY = "any", _("any")


class ForAnswers(EffectiveDates):
    """A row for answers in cases of some kinds; an empty list of codes fits all.

    Without a municipality it is for all; a row of the municipality itself with the same code
    stands instead. A topic fits also by its group.
    """

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    code = models.SlugField(_("code"), max_length=50)
    kinds = models.CharField(_("kinds of case (separated by ;)"), max_length=100, blank=True)
    channels = models.CharField(_("channels (separated by ;)"), max_length=200, blank=True)
    topics = models.TextField(_("topics or groups (codes)"), blank=True)
    answer_kind = models.CharField(
        _("kind of answer"),
        max_length=10,
        choices=AnswerKindFilter,
        default=AnswerKindFilter.ANY,
    )

    class Meta:
        abstract = True


class QualityItem(ForAnswers):
    """An item of the checklist of an answer (decree 211, clauses 2 г and 12.2; facts.md 3.6).

    ``check`` is the automatic check that proposes the mark, blank when only a person can tell.
    What ``blocks`` keeps an answer from being approved or sent until the mark is good, or
    somebody who approves gives a reason.
    """

    name = models.CharField(_("name"), max_length=200)
    hint = models.TextField(_("hint"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=10, validators=[MaxValueValidator(100)]
    )
    check_name = models.CharField(
        _("automatic check"), max_length=20, choices=AutomaticCheck, blank=True
    )
    resolutions = models.CharField(_("outcomes (separated by ;)"), max_length=200, blank=True)
    blocks = models.BooleanField(_("holds the answer back"), default=False)

    class Meta:
        verbose_name = _("item of the checklist of answers")
        verbose_name_plural = _("checklist of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="quality_item_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReplyTemplate(ForAnswers):
    """The text of an answer with fields (``registry.reply_fields``).

    «{number}» is filled from the case, «[срок работ]» by the person who answers.
    """

    name = models.CharField(_("name"), max_length=200)
    text = models.TextField(
        _("text"),
        help_text=_("{number} is filled from the case, [words in brackets] by who answers."),
    )

    class Meta:
        verbose_name = _("template of an answer")
        verbose_name_plural = _("templates of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="reply_template_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
