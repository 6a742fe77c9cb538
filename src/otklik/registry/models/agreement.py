"""Agreement routes: through whose hands an answer goes before it may be sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality

# Steps one after another; within a step any of several roles will do.
STEP_SIGN, ROLE_SIGN = ";", "|"


class AgreementRoute(EffectiveDates):
    """Who agrees an answer, in which order (маршрут согласования; decree 211, clauses 6-10).

    Conditions are lists of symbols separated by semicolons; an empty one fits all. ``steps``
    name roles in their order, ``block_lead;curator``; ``curator|head`` is one step either of
    the two may pass. Among the routes that fit, the lowest ``priority`` wins, then the code.
    Where none fits, whoever may approve answers approves at once.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    code = models.SlugField(_("code"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    priority = models.PositiveIntegerField(_("priority (lower first)"), default=100)
    regulation_codes = models.CharField(_("regulations (codes)"), max_length=300, blank=True)
    channels = models.CharField(_("channels"), max_length=200, blank=True)
    kinds = models.CharField(_("kinds of case"), max_length=100, blank=True)
    answer_kinds = models.CharField(_("kinds of answer"), max_length=100, blank=True)
    steps = models.CharField(_("steps (roles in their order)"), max_length=300)

    class Meta:
        verbose_name = _("agreement route")
        verbose_name_plural = _("agreement routes")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="agreement_route_code_in_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def step_list(self) -> list[str]:
        """The steps in their order, each the roles any of which passes it."""
        return _parts(self.steps, STEP_SIGN)


def roles_of(step: str) -> list[str]:
    """Return the roles any of which passes the step."""
    return _parts(step, ROLE_SIGN)


def fits(listed: str, symbol: str) -> bool:
    """Tell whether the symbol is in the list of a condition; an empty list fits all."""
    symbols = _parts(listed, STEP_SIGN)
    return not symbols or symbol in symbols


def _parts(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign) if part.strip()]
