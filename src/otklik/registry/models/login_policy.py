"""How people of a role log in: a second factor, and how long a session may stand."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.people import Role


class SecondFactor(models.TextChoices):
    """Whether a second proof beside the password is asked of a role."""

    OFFERED = "offered", _("each as he likes")
    REQUIRED = "required", _("required")


class LoginPolicy(EffectiveDates):
    """What is asked of people of a role when they log in, and how long they stay in.

    Without a municipality the row is for all; rows of the municipality for the same role that are
    in force stand in its place. Blank figures do not limit. Neither decree 211 nor 152-FZ names
    terms or figures: they are settings of the installation.
    """

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    second_factor = models.CharField(
        _("second factor"), max_length=10, choices=SecondFactor, default=SecondFactor.OFFERED
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("minutes without work until one has to log in again"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
    )
    longest_session_hours = models.PositiveSmallIntegerField(
        _("longest session in hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )

    class Meta:
        verbose_name = _("rule of logging in")
        verbose_name_plural = _("rules of logging in")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "role", "valid_from"],
                name="login_policy_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())
