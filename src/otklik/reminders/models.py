"""What was told to whom, how far the log was read, and the letters."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otklik.cases.models import Case, InformationRequest
from otklik.registry.models import EscalationStep, Municipality, Person


def nothing() -> dict[str, Any]:
    """Return no details."""
    return {}


def no_kinds() -> list[str]:
    """Return no kinds of notices."""
    return []


class NoticeKind(models.TextChoices):
    """What a person may be told of."""

    ASSIGNED = "assigned", _("assigned to me")
    NEW_IN_ORGANISATION = "new_in_organisation", _("new in my organisation")
    HANDED_OVER = "handed_over", _("handed over to me")
    RETURNED = "returned", _("answer returned with a remark")
    WAITS_APPROVAL = "waits_approval", _("answer waits for my approval")
    APPROVED = "approved", _("answer approved, to be sent")
    RETURNED_BY_CITIZEN = "returned_by_citizen", _("the applicant is not content")
    CALLED = "called", _("I am called in a note")
    INFORMATION_ASKED = "information_asked", _("information is asked of me")
    INFORMATION_GIVEN = "information_given", _("information I asked for is given")
    INFORMATION_DUE = "information_due", _("term of a request for information")
    EXTENSION_ASKED = "extension_asked", _("more time is asked for")
    TERM_SOON = "term_soon", _("a term ends soon")
    PROMISE_NEAR = "promise_near", _("a promised date is near")
    OVERDUE = "overdue", pgettext_lazy("notice", "overdue")
    RED_FLAG = "red_flag", _("red flag")
    TAKEN_BY_RULE = "taken_by_rule", _("a rule of mine has sent a case")


# What may be worth a letter of its own before the next digest.
URGENT = frozenset(
    {
        NoticeKind.RED_FLAG,
        NoticeKind.OVERDUE,
        NoticeKind.TERM_SOON,
        NoticeKind.RETURNED,
        NoticeKind.RETURNED_BY_CITIZEN,
        NoticeKind.CALLED,
        NoticeKind.INFORMATION_ASKED,
    }
)


class Cursor(models.Model):
    """How far the log of a municipality was read, and how often it was looked at for news.

    Who stores what he found raises ``looks`` from the number he began with: of two who look at
    once only one succeeds, so nothing is told twice.
    """

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.BigIntegerField(default=0)
    looks = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reading of the log for notices")
        verbose_name_plural = _("readings of the log for notices")

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.seq}"


class Reach(models.Model):
    """Up to which due moment a step of escalation was made in a municipality."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    step = models.ForeignKey(EscalationStep, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reach of a step")
        verbose_name_plural = _("reaches of steps")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "step"], name="reach_of_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.due_at}"


class StepMade(models.Model):
    """A step of escalation that was made for a term. ``key`` names clock, due moment and step.

    A term that moved is another one: its steps are made anew.
    """

    key = models.CharField(max_length=80, primary_key=True)

    class Meta:
        verbose_name = _("step made")
        verbose_name_plural = _("steps made")

    def __str__(self) -> str:
        return self.key


class Letter(models.Model):
    """A letter to a person. What it says is made when it is sent, of what he may see then.

    ``slot`` makes it once: the day of a digest, the first notice of an urgent letter. It waits
    until ``next_try_at``; who sends it moves that on first, so two never send one letter.
    """

    class State(models.TextChoices):
        """What became of the letter."""

        WAITING = "waiting", _("waits to be sent")
        SENT = "sent", pgettext_lazy("letter", "sent")
        EMPTY = "empty", _("nothing was left to tell")
        FAILED = "failed", _("not delivered")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("to whom"))
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    slot = models.CharField(max_length=80, unique=True)
    is_digest = models.BooleanField(_("digest"))
    made_at = models.DateTimeField(_("made at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("why it was not delivered"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="letter_waiting"
            ),
            models.Index(fields=["person", "municipality", "-made_at"], name="letter_of_person"),
        ]

    def __str__(self) -> str:
        return self.slot


class Notice(models.Model):
    """One thing a person is told. Words are made for the reader; here are only symbols.

    ``key`` makes it once. Without a case and a request it speaks of many cases together:
    ``data["count"]``. ``letter`` is the one it went with, or is to go with.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("who"))
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("case")
    )
    request = models.ForeignKey(
        InformationRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("request for information"),
    )
    kind = models.CharField(_("what"), max_length=20, choices=NoticeKind)
    key = models.CharField(max_length=80)
    data = models.JSONField(default=nothing)
    at = models.DateTimeField(_("when"))
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    letter = models.ForeignKey(
        Letter,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("letter"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "municipality", "-at", "-id"], name="notice_of_person"),
            models.Index(
                fields=["person", "municipality", "-at"],
                condition=Q(seen_at__isnull=True),
                name="notice_unseen",
            ),
            # What no letter has taken yet, for the few minutes before one is made.
            models.Index(
                fields=["at"],
                condition=Q(seen_at__isnull=True, letter__isnull=True),
                name="notice_not_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.key}"


class NoticeSettings(models.Model):
    """Which letters a person wants. Notices in the desk itself are never turned off."""

    class Digest(models.TextChoices):
        """How often a digest comes."""

        OFF = "off", _("no digest")
        DAILY = "daily", _("every working day")
        WEEKLY = "weekly", _("once a week")

    WEEKDAYS = [
        (1, _("Monday")),
        (2, _("Tuesday")),
        (3, _("Wednesday")),
        (4, _("Thursday")),
        (5, _("Friday")),
    ]

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="notice_settings"
    )
    urgent_at_once = models.BooleanField(_("urgent things at once"), default=True)
    at_night = models.BooleanField(_("red flags also at night and on days off"), default=False)
    digest = models.CharField(_("digest"), max_length=10, choices=Digest, default=Digest.DAILY)
    hour = models.PositiveSmallIntegerField(_("at what hour"), default=8)
    weekday = models.PositiveSmallIntegerField(_("on which day"), choices=WEEKDAYS, default=1)
    silent_kinds = models.JSONField(_("not by letter"), default=no_kinds, blank=True)

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")

    def __str__(self) -> str:
        return str(self.person)

    def wants(self, kind: str) -> bool:
        """Tell whether notices of the kind come by letter."""
        return kind not in self.silent_kinds


def settings_of(person: Person) -> NoticeSettings:
    """Return what the person chose; who chose nothing yet has the usual."""
    return NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)


def is_same_day(first: datetime, second: datetime, municipality: Municipality) -> bool:
    """Tell whether two moments lie on one local day."""
    return municipality.local(first).date() == municipality.local(second).date()
