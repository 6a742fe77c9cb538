"""Cases that look alike: keys they are found by, and what the machine proposes to join."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case, Problem
from otklik.registry.models import Municipality, Person, Territory, Topic


def nothing() -> list[Any]:
    """Return no evidence."""
    return []


class Cursor(models.Model):
    """How far the log of a municipality was read for cases to compare."""

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reading of the log")
        verbose_name_plural = _("readings of the log")

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.seq}"


class LikenessKey(models.Model):
    """A key of a case's text or of its applicant (``otklik.linking.keys``).

    Some twenty a case, so the row is two numbers: no foreign key, no index but the primary one.
    A key of a case that is gone or has changed since does no harm: what it finds is compared
    before it is believed.
    """

    pk = models.CompositePrimaryKey("key", "case_id")
    key = models.BigIntegerField()
    case_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("key of likeness")
        verbose_name_plural = _("keys of likeness")

    def __str__(self) -> str:
        return f"{self.key}: {self.case_id}"


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class RepeatProposal(models.Model):
    """The machine thinks a case says what an earlier one has said. Proposed once for a pair."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name=_("case"))
    earlier = models.ForeignKey(
        Case, models.CASCADE, related_name="+", verbose_name=_("earlier case")
    )
    # How much of the words is the same, 0-100.
    percent = models.PositiveSmallIntegerField(_("likeness"))
    # The applicant himself again; else a copy, of whoever sent it on.
    is_same_applicant = models.BooleanField(_("same applicant"), default=False)
    evidence = models.JSONField(default=nothing)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    made_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposal of a repeat")
        verbose_name_plural = _("proposals of repeats")
        constraints = [
            models.UniqueConstraint(fields=["case", "earlier"], name="repeat_proposed_once")
        ]
        indexes = [
            models.Index(
                fields=["-made_at"],
                condition=models.Q(state=ProposalState.OPEN),
                name="repeat_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ~ {self.earlier_id}"


class ProblemProposal(models.Model):
    """The machine thinks these cases are one trouble: a new problem, or more of ``problem``.

    ``usual`` is how many such cases the place has in as many ``days``; ``evidence`` are reasons.
    An open one grows with every new case of its topic and place.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", verbose_name=_("topic"))
    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="+", verbose_name=_("place")
    )
    problem = models.ForeignKey(
        Problem, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("problem")
    )
    cases = models.ManyToManyField(Case, related_name="problem_proposals", verbose_name=_("cases"))
    usual = models.FloatField(_("usual number"), default=0)
    days = models.PositiveSmallIntegerField(_("days"))
    evidence = models.JSONField(default=nothing)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    made_at = models.DateTimeField(_("proposed at"))
    grown_at = models.DateTimeField(_("grown at"))
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposal of a problem")
        verbose_name_plural = _("proposals of problems")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "territory"],
                condition=models.Q(state=ProposalState.OPEN),
                name="one_open_proposal_of_a_place",
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-grown_at"], name="problem_proposed")
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {self.territory}"
