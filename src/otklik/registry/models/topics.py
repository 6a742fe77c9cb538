"""Topic classifiers with editions, and the mappings between them and to sector blocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.organisations import JurisdictionLevel, SectorBlock


class Classifier(models.TextChoices):
    """The classifiers in use (facts.md 2.10, 3.5, 7)."""

    IM = "im", _("Incident Management")
    POS = "pos", _("feedback platform")
    SSTU = "sstu", _("federal question classifier")


class TopicEdition(EffectiveDates):
    """An edition of a classifier. An open one takes in names it has not met before."""

    classifier = models.CharField(_("classifier"), max_length=10, choices=Classifier)
    edition = models.CharField(_("edition"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    is_open = models.BooleanField(_("accepts unknown values"), default=False)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("edition of a classifier")
        verbose_name_plural = _("editions of classifiers")
        constraints = [
            models.UniqueConstraint(fields=["classifier", "edition"], name="topic_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_classifier_display()}, {self.edition}"


class Topic(models.Model):
    """A position of a classifier edition; groups are positions without a parent."""

    edition = models.ForeignKey(
        TopicEdition, models.CASCADE, related_name="topics", verbose_name=_("edition")
    )
    code = models.CharField(_("code"), max_length=60)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    synonyms = models.TextField(_("synonyms (separated by ;)"), blank=True)
    do_not_confuse = models.TextField(_("do not confuse with (codes)"), blank=True)
    is_met_in_files = models.BooleanField(_("came with a file"), default=False)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="topic_code_in_edition")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The names from the top down: «Мусор › Контейнеры». Three levels at most are met."""
        return f"{self.parent.path} › {self.name}" if self.parent else self.name


class TopicMapping(models.Model):
    """A position of one edition answers to a position of another."""

    from_topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="mapped_to", verbose_name=pgettext_lazy("topic", "from")
    )
    to_topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="mapped_from", verbose_name=pgettext_lazy("topic", "to")
    )

    class Meta:
        verbose_name = _("mapping of topics")
        verbose_name_plural = _("mappings of topics")
        constraints = [
            models.UniqueConstraint(fields=["from_topic", "to_topic"], name="topic_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.from_topic} → {self.to_topic}"


class TopicBlock(models.Model):
    """Which sector block of a municipality a topic, or a whole group, belongs to."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("municipality"), related_name="+"
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="blocks", verbose_name=_("topic or group")
    )
    block = models.ForeignKey(
        SectorBlock, models.CASCADE, null=True, blank=True, verbose_name=_("sector block")
    )
    jurisdiction_level = models.CharField(
        _("level of competence"),
        max_length=12,
        choices=JurisdictionLevel,
        default=JurisdictionLevel.MUNICIPAL,
    )

    class Meta:
        verbose_name = _("block of a topic")
        verbose_name_plural = _("blocks of topics")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "topic"], name="topic_block_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.block or '—'}"
