"""The case: one registered item, and the problem behind many cases."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.choices import (
    OPEN_STATES,
    AppealKind,
    AuthorKind,
    CaseImportance,
    CaseKind,
    Channel,
    RedFlag,
    RepeatKind,
    Resolution,
    State,
    Tone,
)
from otklik.registry.models import (
    Municipality,
    Organisation,
    Person,
    Regulation,
    SectorBlock,
    Territory,
    Topic,
)
from otklik.registry.models.organisations import JurisdictionLevel
from otklik.registry.models.regulations import ClockKind


class Problem(models.Model):
    """One trouble of the real world behind many cases (mass incident)."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    title = models.CharField(_("title"), max_length=300)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    territory = models.ForeignKey(
        Territory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")

    def __str__(self) -> str:
        return self.title


def no_decisions() -> dict[str, Any]:
    """Return the decisions of a case nothing is known about yet."""
    return {}


def no_fields() -> list[str]:
    """Return the fields of a case no person has set yet."""
    return []


class CaseQuerySet(models.QuerySet["Case"]):
    """Words to speak of many cases."""

    def open(self) -> "CaseQuerySet":
        """Cases that still wait for something."""
        return self.filter(state__in=OPEN_STATES)

    def of_municipality(self, municipality: Municipality) -> "CaseQuerySet":
        """Cases of one municipality."""
        return self.filter(municipality=municipality)

    def with_names(self) -> "CaseQuerySet":
        """Bring the names a list shows along in the same query."""
        return self.select_related(
            "topic", "settlement", "street", "recipient", "block", "executor", "municipality"
        )


class Case(models.Model):
    """One registered item. Changed only by ``otklik.cases.operations``.

    Foreign keys have no index of their own where an index of ``Meta`` begins with them or no
    list asks for them: a million rows are taken in noticeably faster so.

    ``decisions`` keeps for topic, place, recipient and track who decided (file, machine or
    person), how sure, and why. ``set_by_person`` names the fields a later file must not touch.
    ``next_due_at`` is the earliest moment a running clock ends: whether the case is overdue is
    a comparison with the present, never stored. ``search_text`` holds the stems of the text
    with personal data masked, ``search_personal`` the stems of what was masked and of the
    applicant: who may not see names cannot search by them.
    """

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="cases",
        db_index=False,
        verbose_name=_("municipality"),
    )
    number = models.CharField(_("number"), max_length=40)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    external_id = models.CharField(_("number in the channel"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    source_url = models.CharField(_("address of the post"), max_length=1000, blank=True)

    kind = models.CharField(_("kind"), max_length=10, choices=CaseKind, default=CaseKind.MESSAGE)
    appeal_kind = models.CharField(
        _("kind of appeal"), max_length=15, choices=AppealKind, blank=True
    )
    author_kind = models.CharField(
        _("author"), max_length=20, choices=AuthorKind, default=AuthorKind.CITIZEN
    )
    is_collective = models.BooleanField(_("collective"), default=False)
    applicant_name = models.CharField(_("applicant"), max_length=300, blank=True)
    applicant_address = models.CharField(_("address of the applicant"), max_length=500, blank=True)
    applicant_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    applicant_email = models.CharField(_("e-mail"), max_length=200, blank=True)
    applicant_url = models.CharField(_("page of the applicant"), max_length=1000, blank=True)
    text = models.TextField(_("text"), blank=True)

    received_at = models.DateTimeField(_("received at"))
    received_is_date = models.BooleanField(default=False)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("topic"),
    )
    topic_group = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("group of topics"),
    )
    source_topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("category in the channel"),
    )
    settlement = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("settlement"),
    )
    street = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("street"),
    )
    house = models.CharField(_("house"), max_length=30, blank=True)
    place_text = models.CharField(_("place in words"), max_length=500, blank=True)
    jurisdiction_level = models.CharField(
        _("level of competence"), max_length=12, choices=JurisdictionLevel, blank=True
    )
    recipient = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("recipient"),
    )
    block = models.ForeignKey(
        SectorBlock,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("sector block"),
    )
    executor = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("executor"),
    )

    state = models.CharField(_("state"), max_length=20, choices=State, default=State.REGISTERED)
    state_at = models.DateTimeField(_("in this state since"))
    regulation = models.ForeignKey(
        Regulation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("regulation"),
    )
    importance = models.CharField(
        _("importance"), max_length=12, choices=CaseImportance, default=CaseImportance.NORMAL
    )
    red_flag = models.CharField(_("red flag"), max_length=16, choices=RedFlag, blank=True)
    # Only until somebody has seen the flag: the strip on every page is an index of few rows.
    flag_waits_since = models.DateTimeField(_("flag not seen since"), null=True, blank=True)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone, blank=True)
    fast_track = models.BooleanField(_("fast track"), default=False)
    on_control = models.BooleanField(_("on control"), default=False)
    next_due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    next_clock = models.CharField(_("clock"), max_length=20, choices=ClockKind, blank=True)
    promised_date = models.DateField(_("promised date"), null=True, blank=True)
    resolution = models.CharField(_("resolution"), max_length=20, choices=Resolution, blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    repeat_kind = models.CharField(_("repeat"), max_length=12, choices=RepeatKind, blank=True)
    repeat_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="repeats",
        verbose_name=_("repeats"),
    )
    problem = models.ForeignKey(
        Problem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("problem"),
    )

    external_stage = models.CharField(_("stage in the channel"), max_length=200, blank=True)
    external_status = models.CharField(_("status in the channel"), max_length=200, blank=True)
    external_due_date = models.DateField(_("term in the channel"), null=True, blank=True)
    source_fingerprint = models.CharField(max_length=40, blank=True)
    decisions = models.JSONField(default=no_decisions, blank=True)
    set_by_person = models.JSONField(default=no_fields, blank=True)
    search_text = models.TextField(blank=True)
    search_personal = models.TextField(blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="case_number_in_municipality"
            ),
            models.UniqueConstraint(
                fields=["municipality", "channel", "external_id"],
                condition=~Q(external_id=""),
                name="case_once_by_channel",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="case_rating_1_5"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-received_at", "-id"], name="case_received"),
            models.Index(
                fields=["municipality", "channel", "-received_at", "-id"], name="case_channel"
            ),
            models.Index(
                fields=["municipality", "state", "-received_at", "-id"], name="case_state"
            ),
            models.Index(
                fields=["municipality", "topic_group", "-received_at", "-id"], name="case_group"
            ),
            models.Index(
                fields=["municipality", "topic", "-received_at", "-id"], name="case_topic"
            ),
            models.Index(
                fields=["municipality", "settlement", "-received_at", "-id"], name="case_settlement"
            ),
            models.Index(
                fields=["municipality", "recipient", "-received_at", "-id"], name="case_recipient"
            ),
            models.Index(
                fields=["municipality", "block", "-received_at", "-id"], name="case_block"
            ),
            # The board counts from this index and the next alone: they cover its questions.
            models.Index(
                fields=[
                    "municipality",
                    "next_due_at",
                    "recipient",
                    "next_clock",
                    "block",
                    "channel",
                ],
                condition=Q(next_due_at__isnull=False),
                name="case_burning",
            ),
            models.Index(
                fields=[
                    "municipality",
                    "-received_at",
                    "-id",
                    "recipient",
                    "state",
                    "block",
                    "channel",
                ],
                condition=Q(state__in=OPEN_STATES),
                name="case_open",
            ),
            models.Index(
                fields=["municipality", "executor", "-received_at", "-id"],
                condition=Q(executor__isnull=False),
                name="case_executor",
            ),
            # With the state in it the board counts low ratings without a look at the cases.
            models.Index(
                fields=["municipality", "rating", "-received_at", "-id", "state"],
                condition=Q(rating__isnull=False),
                name="case_rating",
            ),
            models.Index(
                fields=["municipality", "-received_at", "-id"],
                condition=Q(kind=CaseKind.APPEAL),
                name="case_appeal",
            ),
            models.Index(
                fields=["municipality", "-received_at", "-id"],
                condition=~Q(repeat_kind=RepeatKind.NONE),
                name="case_repeat",
            ),
            models.Index(
                fields=["municipality", "-received_at", "-id"],
                condition=Q(on_control=True),
                name="case_control",
            ),
            models.Index(
                fields=["municipality", "-received_at", "-id"],
                condition=~Q(red_flag=""),
                name="case_flagged",
            ),
            models.Index(
                fields=["municipality", "flag_waits_since", "id"],
                condition=Q(flag_waits_since__isnull=False),
                name="case_flag_waits",
            ),
            models.Index(
                fields=["municipality", "promised_date"],
                condition=Q(promised_date__isnull=False),
                name="case_promised",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether the case still waits for something."""
        return self.state in OPEN_STATES
