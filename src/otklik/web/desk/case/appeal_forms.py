"""The forms of an appeal as a whole: control, letters, authors, correspondence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.appeals.correspondence import REPEATEDLY, answered_before
from otklik.appeals.deeds import Author
from otklik.appeals.models import AnswerTo, AppealForm
from otklik.cases.models import QuestionTransfer
from otklik.cases.models.choices import Channel
from otklik.letters.models import LetterKind
from otklik.registry.models import Organisation, Person
from otklik.web.desk.case import registry_choices
from otklik.web.desk.case.forms import DeedForm, words_field
from otklik.web.desk.case.promise_forms import day_field

FORM_OF_CHANNEL = {
    Channel.PAPER: AppealForm.WRITTEN,
    Channel.PHONE: AppealForm.ORAL,
    Channel.RECEPTION: AppealForm.ORAL,
}
# A list of authors is read, not a register of a town.
LONGEST_LIST = 50_000
PARTS = 4


class ControlForm(DeedForm):
    """Until when, who controls and what."""

    control_date = day_field(_("control date"), required=False)
    controller = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=_("who controls"), required=False, empty_label=_("me")
    )
    remark = words_field(_("what is controlled"), rows=2, required=False)

    def prepare(self) -> None:
        """Offer the people of the municipality."""
        people = registry_choices.staff(self.case.municipality)
        self.fields["controller"].queryset = people  # type: ignore[attr-defined]


class ControlResultForm(DeedForm):
    """How the control ended."""

    remark = words_field(_("result of the control"), rows=2, required=False)


class NoticeForm(DeedForm):
    """How the applicant was told."""

    notice = words_field(_("how the applicant was told"), rows=2)


class LetterForm(DeedForm):
    """Which letter, to whom, who signs, and what it says besides."""

    kind = forms.ChoiceField(label=_("letter"), choices=LetterKind.choices)
    body = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("to the body (for a cover letter)"),
        required=False,
    )
    signer = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=_("who signs"), required=False, empty_label=_("me")
    )
    number = forms.CharField(label=_("outgoing number"), required=False, max_length=60)
    reason = words_field(_("reason or explanation for the letter"), rows=3, required=False)

    def prepare(self) -> None:
        """Offer the bodies the appeal was sent to and the people of the municipality."""
        sent = QuestionTransfer.objects.filter(question__case=self.case)
        bodies = Organisation.objects.filter(pk__in=sent.values("organisation")).order_by("name")
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        people = registry_choices.staff(self.case.municipality)
        self.fields["signer"].queryset = people  # type: ignore[attr-defined]


class DetailsForm(DeedForm):
    """The form of the appeal, and who passed it on."""

    form = forms.ChoiceField(label=_("form of the appeal"), choices=AppealForm.choices)
    upper_body = forms.CharField(
        label=_("passed on by"),
        required=False,
        max_length=200,
        help_text=_("The body above, blank if the author wrote to us himself."),
    )
    upper_number = forms.CharField(
        label=_("number of the body above"), required=False, max_length=60
    )
    upper_date = day_field(_("of the day"), required=False)
    answer_to = forms.ChoiceField(
        label=_("the answer goes to"), choices=AnswerTo.choices, initial=AnswerTo.CONTACT
    )

    def prepare(self) -> None:
        """Start with what is known; the channel tells the form at first."""
        details = getattr(self.case, "appeal_details", None)
        channel = Channel(self.case.channel)
        self.fields["form"].initial = FORM_OF_CHANNEL.get(channel, AppealForm.ELECTRONIC)
        for name in self.fields if details is not None else ():
            self.fields[name].initial = getattr(details, name)


class AuthorsForm(DeedForm):
    """The co-authors, a line each."""

    authors = forms.CharField(
        label=_("co-authors"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "A line each: name; address; telephone; e-mail. A * before the name marks the contact "
            "person. Leave blank if there are none."
        ),
    )

    def prepare(self) -> None:
        """Start with the authors kept."""
        lines = [
            f"{'*' if one.is_contact else ''}{one.name}; {one.address}; {one.phone}; {one.email}"
            for one in self.case.co_authors.order_by("pk")
        ]
        self.fields["authors"].initial = "\n".join(line.rstrip("; ") for line in lines)

    def clean_authors(self) -> list[Author]:
        """Return the authors of the lines."""
        return [_author(line) for line in self.cleaned_data["authors"].splitlines() if line.strip()]


class EndCorrespondenceForm(DeedForm):
    """The question, why nothing new is said, and what the register knows of earlier answers."""

    question = words_field(_("question the correspondence ends on"), rows=2)
    reason = words_field(_("why there are no new arguments"), rows=3)
    is_answered_elsewhere = forms.BooleanField(
        label=_("answers on the substance were given that this register does not know"),
        required=False,
    )

    def prepare(self) -> None:
        """Say how many earlier answers are known; ask for more only when they are too few."""
        known = answered_before(self.case).count()
        words = _("Answers on the substance known here: %(known)s; the law wants several.")
        self.fields["reason"].help_text = words % {"known": known}
        if known >= REPEATEDLY:
            del self.fields["is_answered_elsewhere"]


def _author(line: str) -> Author:
    parts = [part.strip() for part in line.split(";")][:PARTS]
    name, address, phone, email = parts + [""] * (PARTS - len(parts))
    limits = (name.lstrip("*")[:300], address[:500], phone[:100], email[:200])
    return Author(*limits, is_contact=name.startswith("*"))
