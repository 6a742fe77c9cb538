"""What the machine thought a case was about, and what it turned out to be."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case
from otklik.registry.models import Municipality, Topic


class TopicGuess(models.Model):
    """The machine's best topic for a case no file named the topic of.

    ``percent`` is how sure it was, ``is_taken`` whether it sorted the case by itself (by the
    topic, or by the group alone). ``right_topic`` is what a person or a later file said;
    blank while nobody has.
    """

    case = models.OneToOneField(
        Case,
        models.CASCADE,
        primary_key=True,
        related_name="topic_guess",
        verbose_name=_("case"),
    )
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", db_index=False)
    received_at = models.DateTimeField(_("received at"))
    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="+", db_index=False, verbose_name=_("topic")
    )
    percent = models.PositiveSmallIntegerField(_("how sure"))
    is_taken = models.BooleanField(_("sorted by itself"), default=False)
    right_topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("topic in truth"),
    )
    judged_at = models.DateTimeField(_("judged at"), null=True)

    class Meta:
        verbose_name = _("guess of a topic")
        verbose_name_plural = _("guesses of topics")
        indexes = [
            # With the rest in it the months are counted without a look at the rows.
            models.Index(
                fields=["municipality", "-received_at", "topic", "right_topic", "is_taken"],
                name="guess_received",
            ),
            models.Index(
                fields=["municipality", "-judged_at"],
                condition=models.Q(judged_at__isnull=False),
                name="guess_judged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {self.percent} %"
