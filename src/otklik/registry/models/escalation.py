"""Who is told when before a term ends and after it has: steps of escalation as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.people import Role
from otklik.registry.models.regulations import ClockKind
from otklik.registry.models.term_units import TermUnit

# Beside the clocks of a case: the term of a request for information to another body.
INFORMATION = "information"
CLOCKS = [*ClockKind.choices, (INFORMATION, _("answer to a request for information"))]


class Side(models.TextChoices):
    """On which side of the end of a term a step lies."""

    BEFORE = "before", _("before the end")
    AFTER = "after", _("after the end")


class EscalationStep(EffectiveDates):
    """When a term comes near or has passed, people of the role are told, once for each term.

    Without a municipality the step is for all; one of the municipality with the same code stands
    in its place, also when it has ended: so a common step is changed or taken off. A blank
    ``clock`` means every clock of a case but the promised date; a blank ``regulation_code`` every
    regulation. ``executor`` means the executor of the case, without one those of the recipient.
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
    regulation_code = models.SlugField(_("regulation"), max_length=50, blank=True)
    clock = models.CharField(_("clock"), max_length=20, choices=CLOCKS, blank=True)
    side = models.CharField(_("when"), max_length=10, choices=Side)
    amount = models.PositiveSmallIntegerField(_("how long"), default=0)
    unit = models.CharField(_("unit"), max_length=20, choices=TermUnit)
    role = models.CharField(_("who is told"), max_length=30, choices=Role)

    class Meta:
        verbose_name = _("step of escalation")
        verbose_name_plural = _("steps of escalation")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="escalation_code_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.code
