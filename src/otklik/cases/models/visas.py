"""The steps of agreement an answer goes through before it may be sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.answers import Answer
from otklik.cases.models.case import Case
from otklik.registry.models import Person


class VisaState(models.TextChoices):
    """How a step of agreement stands."""

    WAITING = "waiting", _("not passed yet")
    PASSED = "passed", _("agreed")
    SKIPPED = "skipped", _("skipped: nobody held the role here")
    RETURNED = "returned", _("returned with a remark")
    DROPPED = "dropped", _("not reached")


class Visa(models.Model):
    """One step of the route of one version of an answer (виза, согласование).

    Copied from the route when the version is put to approval, so that a later change of the
    route does not touch what is under way. ``role`` holds the roles any of which passes the
    step, as the route writes them. ``case`` is that of the answer, kept here for the index.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    answer = models.ForeignKey(
        Answer, models.CASCADE, related_name="visas", db_index=False, verbose_name=_("answer")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    role = models.CharField(_("role"), max_length=300)
    state = models.CharField(
        _("state"), max_length=10, choices=VisaState, default=VisaState.WAITING
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("step of agreement")
        verbose_name_plural = _("steps of agreement")
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="visa_number_once")
        ]
        indexes = [
            # Only what waits: few rows, however long the register.
            models.Index(
                fields=["role", "case"],
                condition=Q(state=VisaState.WAITING),
                name="visa_waits_for_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.number}: {self.role}"
