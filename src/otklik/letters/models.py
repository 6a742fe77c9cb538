"""Which templates a municipality has replaced, and what letters were made of what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.registry.models import Municipality, Person


class LetterKind(models.TextChoices):
    """What is printed. The values are the names of the templates of the package."""

    TRANSFER = "transfer", _("cover letter to the competent body")
    TRANSFER_NOTICE = "transfer_notice", _("notice of the transfer")
    EXTENSION = "extension", _("notice of the extension")
    RETURN = "return", _("return with an explanation")
    NO_ANSWER = "no_answer", _("notice that there is no answer on the substance")
    PUBLISHED = "published", _("notice of a published answer")
    TERMINATION = "termination", _("notice of the end of correspondence")
    ANSWER = "answer", _("answer on letterhead")
    APPEAL_CARD = "appeal_card", _("card of the appeal")
    CONTROL_CARD = "control_card", _("control card")


class LetterTemplate(models.Model):
    """The template a municipality uses instead of the one of the package.

    ``digest`` names the file in the folder of letters; files are only ever added there.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    digest = models.CharField(_("digest"), max_length=64)
    file_name = models.CharField(_("file"), max_length=200)
    put_at = models.DateTimeField(_("put in at"))
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))

    class Meta:
        verbose_name = _("template of a letter")
        verbose_name_plural = _("templates of letters")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="letter_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.kind}"


class IssuedLetter(models.Model):
    """A letter that was made, with all it was made of: it can be made again, word for word."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters", verbose_name=_("case"))
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    addressee = models.CharField(_("to whom"), max_length=300, blank=True)
    number = models.CharField(_("outgoing number"), max_length=60, blank=True)
    at = models.DateTimeField(_("made at"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    data = models.JSONField(_("data"))
    data_digest = models.CharField(_("digest of the data"), max_length=64)
    template_digest = models.CharField(_("digest of the template"), max_length=64)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()
