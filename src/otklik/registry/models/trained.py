"""Classifiers trained on a municipality's own history: which there are, which one sorts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.municipality import Municipality
from otklik.registry.models.people import Person


class Aspect(models.TextChoices):
    """What is learnt of a message."""

    GROUP = "group", _("group of topics")
    TOPIC = "topic", _("topic")
    RECIPIENT = "recipient", _("recipient")


class TrainedClassifier(models.Model):
    """A classifier in a file of the installation, with its card; none is ever overwritten.

    ``folder`` is the name of its folder among the installation's classifiers. ``card`` and
    ``scores`` are plain data: ``scores["own"]`` and ``scores["before"]`` are the figures of this
    one and of what sorted before it on the same messages, which neither had learnt from.
    At most one of an aspect ``is_active``; without one the words of the registry sort.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    aspect = models.CharField(_("learns"), max_length=10, choices=Aspect)
    folder = models.CharField(_("folder"), max_length=100, unique=True)
    codes_edition = models.CharField(_("edition of the codes"), max_length=100, blank=True)
    card = models.JSONField(_("card"), default=dict)
    scores = models.JSONField(_("figures"), default=dict)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    is_active = models.BooleanField(_("sorts now"), default=False)
    active_since = models.DateTimeField(_("sorts since"), null=True, blank=True)

    class Meta:
        verbose_name = _("trained classifier")
        verbose_name_plural = _("trained classifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "aspect"],
                condition=Q(is_active=True),
                name="one_active_classifier",
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "aspect", "-made_at"], name="classifier_made")
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}, {self.made_at:%Y-%m-%d %H:%M}"
