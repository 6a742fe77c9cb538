"""What the law says of appeals that is data: grounds for no answer, numbers by a pattern."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.regulations import CaseKindFilter


class NoAnswerGround(EffectiveDates):
    """A ground to leave an item without an answer (59-FZ art. 8 and 11; facts.md 1).

    With ``tell_days`` the applicant must be told in so many days from registration; ``letter``
    names the letter by which. Without a municipality the ground holds in all of them.
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
    name = models.CharField(_("name"), max_length=200)
    law = models.CharField(_("ground in law"), max_length=300, blank=True)
    kind = models.CharField(
        _("kind of case"), max_length=10, choices=CaseKindFilter, default=CaseKindFilter.APPEAL
    )
    tell_days = models.PositiveSmallIntegerField(
        _("days to tell the applicant (empty: need not)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(60)],
    )
    letter = models.SlugField(_("letter"), max_length=30, blank=True)
    wants_crime_check = models.BooleanField(
        _("signs of a crime must be looked for first"), default=False
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)

    class Meta:
        verbose_name = _("ground for no answer")
        verbose_name_plural = _("grounds for no answer")

    def __str__(self) -> str:
        return self.name


class NumberPattern(EffectiveDates):
    """How numbers of some cases are written; those no row speaks of have the usual pattern.

    Of several rows the first by ``position`` counts. Each has a row of numbers of its own,
    begun anew each year.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    code = models.SlugField(_("code"), max_length=50)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(
        _("kind of case"), max_length=10, choices=CaseKindFilter, default=CaseKindFilter.APPEAL
    )
    channels = models.CharField(_("channels (separated by ;)"), max_length=200, blank=True)
    pattern = models.CharField(
        _("pattern of case numbers"),
        max_length=50,
        help_text=_(
            "{number} and {year} are needed; {letter} is the first letter of the surname, "
            "{channel} the mark of the channel, {index} the index of this row."
        ),
    )
    index = models.CharField(_("index"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)

    class Meta:
        verbose_name = _("pattern of numbers")
        verbose_name_plural = _("patterns of numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="number_pattern_in_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name
