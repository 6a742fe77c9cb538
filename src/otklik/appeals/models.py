"""What the law wants to be known of an appeal, its authors, and ended correspondence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.registry.models import Municipality, Person


class AppealForm(models.TextChoices):
    """In which form an appeal was made (59-FZ art. 4; facts.md 1, 7)."""

    WRITTEN = "written", _("written")
    ELECTRONIC = "electronic", _("electronic")
    ORAL = "oral", _("oral")


class AnswerTo(models.TextChoices):
    """Who of several authors gets the answer; the law is silent, practice knows both."""

    CONTACT = "contact", _("the contact person")
    EACH = "each", _("each of the authors")


class AppealDetails(models.Model):
    """The marks of an appeal in the register. Passed from above: with the number given there."""

    case = models.OneToOneField(
        Case, models.CASCADE, related_name="appeal_details", verbose_name=_("case")
    )
    form = models.CharField(_("form of the appeal"), max_length=12, choices=AppealForm)
    upper_body = models.CharField(_("passed on by"), max_length=200, blank=True)
    upper_number = models.CharField(_("number of the body above"), max_length=60, blank=True)
    upper_date = models.DateField(_("of the day"), null=True, blank=True)
    answer_to = models.CharField(
        _("the answer goes to"), max_length=10, choices=AnswerTo, default=AnswerTo.CONTACT
    )

    class Meta:
        verbose_name = _("details of an appeal")
        verbose_name_plural = _("details of appeals")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.form}"

    @property
    def is_direct(self) -> bool:
        """Whether the author wrote to us himself (``isDirect`` of the federal system)."""
        return not (self.upper_body or self.upper_number)


class CoAuthor(models.Model):
    """Another author of a collective appeal. Personal data, like the applicant himself."""

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="co_authors", verbose_name=_("case")
    )
    name = models.CharField(_("name"), max_length=300)
    address = models.CharField(_("address"), max_length=500, blank=True)
    phone = models.CharField(_("telephone"), max_length=100, blank=True)
    email = models.CharField(_("e-mail"), max_length=200, blank=True)
    is_contact = models.BooleanField(_("contact person"), default=False)

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")

    def __str__(self) -> str:
        return self.name


class CorrespondenceEnd(models.Model):
    """The decision that a question of an author is answered for good (59-FZ art. 11 part 5).

    The author is the applicant of the case: when his name goes, nobody is known by it any more.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="correspondence_ends", verbose_name=_("case")
    )
    question = models.TextField(_("question"))
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lift_reason = models.TextField(_("why it was lifted"), blank=True)

    class Meta:
        verbose_name = _("end of correspondence")
        verbose_name_plural = _("ends of correspondence")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at=None), name="one_end_of_a_case"
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "-decided_at"], name="correspondence_end_at")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.question[:40]}"
