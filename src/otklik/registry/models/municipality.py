"""The municipality: the tenant every row belongs to."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.term_units import LastDay, TermUnit


class Municipality(models.Model):
    """A municipality whose centre works in this installation.

    ``code`` is the name used in files, addresses and commands; ``time_zone`` an IANA name.
    """

    code = models.SlugField(_("code"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    genitive_name = models.CharField(_("name in the genitive case"), max_length=200, blank=True)
    oktmo = models.CharField(_("OKTMO"), max_length=11, blank=True)
    okato = models.CharField(_("OKATO"), max_length=11, blank=True)
    region_name = models.CharField(_("region"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Krasnoyarsk")
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_date = models.DateField(_("population as of"), null=True, blank=True)
    case_number_pattern = models.CharField(
        _("pattern of case numbers"), max_length=50, default="{year}-{number:05d}"
    )
    takeover_percent = models.PositiveSmallIntegerField(
        _("the machine sorts by itself when right in (percent of cases)"),
        default=90,
        validators=[MinValueValidator(50), MaxValueValidator(100)],
        help_text=_("Below this the machine only proposes. 100: it never sorts by itself."),
    )
    repeat_days = models.PositiveSmallIntegerField(
        _("days in which what a person says again is a repeat"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    copy_days = models.PositiveSmallIntegerField(
        _("days in which the same words of another person are a repeat"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("Later the same words mostly mean that it has happened again."),
    )
    problem_days = models.PositiveSmallIntegerField(
        _("days in which messages of one place may be one problem"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    problem_cases = models.PositiveSmallIntegerField(
        _("fewest messages that may be one problem"),
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(1000)],
    )
    rating_days = models.PositiveSmallIntegerField(
        _("days in which the link for rating opens"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    rating_change_days = models.PositiveSmallIntegerField(
        _("days in which a given rating may be changed"),
        default=3,
        validators=[MinValueValidator(0), MaxValueValidator(366)],
    )
    returns_by_rating = models.PositiveSmallIntegerField(
        _("times a low rating returns a case by itself"),
        default=2,
        validators=[MaxValueValidator(20)],
        help_text=_("After that a low rating is a task for people. 0: always."),
    )
    ratings_needed = models.PositiveSmallIntegerField(
        _("fewest ratings a mean is judged by"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    callback_percent = models.PositiveSmallIntegerField(
        _("share of answered cases without a rating to be called back (percent)"),
        default=10,
        validators=[MaxValueValidator(100)],
    )
    callback_attempts = models.PositiveSmallIntegerField(
        _("attempts to reach an applicant by telephone"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    rating_invitation = models.CharField(
        _("invitation to rate, under the answer"),
        max_length=500,
        blank=True,
        help_text=_("{link} stands for the address. Empty: the usual words."),
    )
    information_days = models.PositiveSmallIntegerField(
        _("days in which another body gives information asked for"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("59-FZ art. 10 part 2: within 15 days."),
    )
    information_unit = models.CharField(
        _("unit of this term"),
        max_length=20,
        choices=TermUnit,
        default=TermUnit.CALENDAR_DAYS,
    )
    information_last_day = models.CharField(
        _("last day of this term not a working one"),
        max_length=10,
        choices=LastDay,
        default=LastDay.BACK,
    )
    quiet_from = models.TimeField(
        _("no letters are sent from"),
        null=True,
        blank=True,
        default=time(20),
        help_text=_("Nor on days off. Blank: letters are sent at any hour of any day."),
    )
    quiet_until = models.TimeField(_("until"), null=True, blank=True, default=time(8))
    author_may_approve = models.BooleanField(
        _("the author of an answer may be the only one to approve it"),
        default=True,
        help_text=_("If not, at least one other person must have read it before it is sent."),
    )
    quality_percent = models.PositiveSmallIntegerField(
        _("answers drawn to be checked for quality (percent)"),
        default=10,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Of each recipient at least one a month. 0: none are drawn."),
    )
    is_demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the days and hours of the centre are counted."""
        return ZoneInfo(self.time_zone)

    def local(self, at: datetime) -> datetime:
        """Return the aware moment ``at`` on the clock of the municipality."""
        return at.astimezone(self.zone)
