"""Beside a rating: by which answer, why, what came of it; calls; replies to the survey."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Answer, Case, Rating
from otklik.registry.models import Person, RatingReason, SurveyQuestion


class Feedback(models.Model):
    """What is known of a rating beyond its value.

    ``returned_at``: the rating was so low that the case came back to work by itself. ``worked_at``
    and ``work_done``: a person dealt with a low rating that did not (facts.md 2.8: ratings of 1
    to 3 are to be worked). ``changes`` counts how often the applicant changed his mind.
    """

    rating = models.OneToOneField(
        Rating,
        models.CASCADE,
        primary_key=True,
        related_name="feedback",
        verbose_name=_("rating"),
    )
    answer = models.ForeignKey(
        Answer, models.CASCADE, null=True, related_name="feedback", verbose_name=_("answer")
    )
    is_by_link = models.BooleanField(_("by the link"), default=False)
    given_at = models.DateTimeField(_("given at"))
    changes = models.PositiveSmallIntegerField(_("times changed"), default=0)
    reason = models.ForeignKey(
        RatingReason, models.PROTECT, null=True, related_name="+", verbose_name=_("reason")
    )
    returned_at = models.DateTimeField(_("returned at"), null=True)
    worked_at = models.DateTimeField(_("worked at"), null=True)
    worked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("worked by")
    )
    work_done = models.TextField(_("what was done"), blank=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=Q(is_by_link=True), name="feedback_by_link_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["returned_at"],
                condition=Q(returned_at__isnull=False),
                name="feedback_returned",
            )
        ]

    def __str__(self) -> str:
        return str(self.rating)


class RevokedLink(models.Model):
    """A link that opens nothing any more. Links that are good need no row: they are signed."""

    answer = models.OneToOneField(
        Answer,
        models.CASCADE,
        primary_key=True,
        related_name="revoked_link",
        verbose_name=_("answer"),
    )
    at = models.DateTimeField(_("when"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("revoked link")
        verbose_name_plural = _("revoked links")

    def __str__(self) -> str:
        return str(self.answer)


class SurveyReply(models.Model):
    """What was answered to a question asked after closing: ``yes``, ``no``, 1 to 5, or words."""

    rating = models.ForeignKey(
        Rating, models.CASCADE, related_name="survey", verbose_name=_("rating")
    )
    question = models.ForeignKey(
        SurveyQuestion, models.PROTECT, related_name="+", verbose_name=_("question")
    )
    value = models.CharField(_("reply"), max_length=500)

    class Meta:
        verbose_name = _("reply to the survey")
        verbose_name_plural = _("replies to the survey")
        constraints = [
            models.UniqueConstraint(fields=["rating", "question"], name="survey_reply_once")
        ]

    def __str__(self) -> str:
        return self.value


class CallOutcome(models.TextChoices):
    """How a call to an applicant ended."""

    RATED = "rated", _("rated the answer")
    NO_ANSWER = "no_answer", _("nobody answered")
    REFUSED = "refused", _("does not want to rate")
    LATER = "later", _("asked to call later")


LAST_OUTCOMES = (CallOutcome.RATED, CallOutcome.REFUSED)


class CallAttempt(models.Model):
    """A call to ask for a rating."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="calls", verbose_name=_("case"))
    at = models.DateTimeField(_("when"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=CallOutcome)
    call_again_at = models.DateTimeField(_("call again at"), null=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def __str__(self) -> str:
        return self.get_outcome_display()
