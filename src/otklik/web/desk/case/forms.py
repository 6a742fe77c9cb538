"""The forms of the deeds: each checks what was typed and gives the arguments of its deed."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.cases.models.choices import (
    AnswerKind,
    AppealKind,
    CaseKind,
    LeaveGround,
    RatingSource,
    Resolution,
)
from otklik.registry.grants import Grants
from otklik.registry.grounds import grounds_for
from otklik.registry.models import Organisation, Person, Territory, Topic
from otklik.registry.models.territory import TerritoryKind
from otklik.web.desk.case import registry_choices
from otklik.web.desk.forms import DeskForm, MomentField

LONG_TEXT = 20_000
SHORT_TEXT = 2_000


def words_field(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> Any:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=SHORT_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DeedForm(DeskForm):
    """A form of one deed with one case. ``at`` is the present, aware."""

    def __init__(self, *args: Any, case: Case, grants: Grants, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.grants = grants
        self.at = at
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first values from the case."""

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the deed."""
        return dict(self.cleaned_data)

    def renew(self) -> None:
        """Bring what the form remembers of the case up to date after a refusal."""


def ground_choices(form: DeedForm) -> list[tuple[str, Any]]:
    """Return the grounds in force for no answer that fit the kind of the case."""
    today = form.case.municipality.local(form.at).date()
    rows = grounds_for(form.case.municipality, today).filter(kind__in=("any", form.case.kind))
    return [(row.code, f"{row.name} ({row.law})" if row.law else row.name) for row in rows]


class AnswerInHandForm(DeedForm):
    """A deed with a version of the answer: the one the person had before him, or none.

    Between reading an answer and pressing the button a colleague may have written another.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        """Remember which version is on the page."""
        self.fields["version"].initial = self._latest()

    def _latest(self) -> int | None:
        last = self.case.answers.order_by("-version").values_list("version", flat=True).first()
        return int(last) if last is not None else None

    def renew(self) -> None:
        """Take the latest version as the one before the person: the page shows it with the form."""
        self.data = {**self.data, "version": str(self._latest() or "")}

    def arguments(self) -> dict[str, Any]:
        """Return the arguments; the deed compares the version under the lock of the case."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return rest | {"seen_version": self.cleaned_data["version"] or 0}


class ClassifyForm(DeedForm):
    """The topic; chosen among the results of the search beside the form."""

    topic = forms.ModelChoiceField(
        queryset=Topic.objects.none(),
        label=_("topic"),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose a topic of the list."),
            "invalid_choice": _("There is no such topic. Choose one of the list."),
        },
    )

    def prepare(self) -> None:
        """Offer the topics in force."""
        today = self.case.municipality.local(self.at).date()
        self.fields["topic"].queryset = registry_choices.topics(today)  # type: ignore[attr-defined]


class LocateForm(DeedForm):
    """Settlement, street, house and the place in words.

    ``place`` is the button of the card that answers which of several places alike is meant:
    it sets settlement and street and leaves the rest of the case as it is.
    """

    place = forms.ModelChoiceField(
        queryset=Territory.objects.none(), required=False, widget=forms.HiddenInput
    )
    settlement = forms.ModelChoiceField(
        queryset=Territory.objects.none(), label=_("settlement"), required=False
    )
    street = forms.ModelChoiceField(
        queryset=Territory.objects.none(), label=_("street"), required=False
    )
    house = forms.CharField(label=_("house"), required=False, max_length=30)
    place_text = forms.CharField(
        label=_("place in words"),
        required=False,
        max_length=500,
        help_text=_("For what has no address: by the bridge, behind the school."),
    )

    def prepare(self) -> None:
        """Offer the places of the municipality, the streets grouped by settlement."""
        today = self.case.municipality.local(self.at).date()
        # A place that has ended since stays that of the case, whatever else is corrected.
        places = registry_choices.Places(
            self.case.municipality, today, also=(self.case.settlement_id, self.case.street_id)
        )
        self.fields["place"].queryset = places.all()  # type: ignore[attr-defined]
        self.fields["settlement"].queryset = places.settlements()  # type: ignore[attr-defined]
        streets = self.fields["street"]
        streets.queryset = places.streets()  # type: ignore[attr-defined]
        streets.choices = places.street_choices()  # type: ignore[attr-defined]
        for name in ("settlement", "street", "house", "place_text"):
            value = getattr(self.case, name)
            self.fields[name].initial = getattr(value, "pk", value)

    def arguments(self) -> dict[str, Any]:
        """Return settlement, street, house and words; the last are left be by a button."""
        typed = dict(self.cleaned_data)
        place: Territory | None = typed.pop("place")
        if place is None:
            return typed
        is_street = place.kind == TerritoryKind.STREET
        return {
            "settlement": place.parent if is_street else place,
            "street": place if is_street else None,
            "house": self.case.house,
        }


class AssignForm(DeedForm):
    """The recipient and, if known, the person there."""

    recipient = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("recipient"),
        error_messages={"required": _("Choose the recipient who is to answer.")},
    )
    executor = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("executor"),
        required=False,
        empty_label=_("the recipient decides"),
    )
    remark = words_field(_("what to do"), rows=2, required=False)

    def prepare(self) -> None:
        """Offer the recipients by sector block and their people."""
        today = self.case.municipality.local(self.at).date()
        bodies = registry_choices.Bodies(self.case.municipality, today)
        recipient, executor = self.fields["recipient"], self.fields["executor"]
        recipient.queryset = bodies.recipients()  # type: ignore[attr-defined]
        recipient.choices = bodies.recipient_choices()  # type: ignore[attr-defined]
        executor.queryset = bodies.people()  # type: ignore[attr-defined]
        executor.choices = bodies.people_choices()  # type: ignore[attr-defined]
        recipient.initial, executor.initial = self.case.recipient_id, self.case.executor_id


class DraftForm(AnswerInHandForm):
    """The text of an answer. Starts with the latest version, so that it can be mended."""

    kind = forms.ChoiceField(label=_("kind"), choices=AnswerKind.choices, initial=AnswerKind.FINAL)
    text = forms.CharField(
        label=_("text of the answer"),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Write or paste the text of the answer.")},
    )

    def prepare(self) -> None:
        """Take over the last text that was not sent."""
        super().prepare()
        last = self.case.answers.exclude(state="sent").order_by("version").last()
        if last is not None:
            self.fields["text"].initial = last.text
            self.fields["kind"].initial = last.kind


class RemarkedAnswerForm(AnswerInHandForm):
    """Gives an answer back to its author."""

    remark = words_field(_("what is to be mended"))


class SendForm(AnswerInHandForm):
    """The outcome, and when the answer really went out."""

    resolution = forms.ChoiceField(label=_("outcome"), required=False)
    sent_at = MomentField(
        label=_("sent at"),
        required=False,
        help_text=_("Leave blank if it goes out right now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
    )

    def prepare(self) -> None:
        """Offer the outcomes an answer may have."""
        super().prepare()
        left = {Resolution.TRANSFERRED, Resolution.LEFT_WITHOUT_ANSWER, Resolution.DEFERRED}
        choices = [pair for pair in Resolution.choices if pair[0] not in left]
        self.fields["resolution"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class ExtendForm(DeedForm):
    """How many days more, why, and how the applicant was told."""

    days = forms.IntegerField(label=_("days more"), min_value=1)
    reason = words_field(_("reason"), rows=2)
    notice = words_field(
        _("how the applicant was told"),
        rows=2,
        help_text=_("The law wants the applicant to be told of the extension."),
    )

    def prepare(self) -> None:
        """Start with the longest extension the regulation allows."""
        allowed = self.case.regulation.extension_days if self.case.regulation else 0
        days = self.fields["days"]
        days.initial = allowed or None
        days.widget.attrs["max"] = allowed


class AskExtensionForm(DeedForm):
    """A request for more time."""

    days = forms.IntegerField(label=_("days more"), min_value=1, max_value=365)
    reason = words_field(_("reason"))


class TransferForm(DeedForm):
    """The body that is competent."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("competent body"),
        help_text=_("Bodies beside the municipality; the administrator keeps the list."),
        error_messages={"required": _("Choose the body the case is transferred to.")},
    )
    reason = words_field(_("reason"), rows=2)
    notice = words_field(_("how the applicant was told"), rows=2, required=False)
    is_not_complained_of = forms.BooleanField(
        label=_("this is no complaint about the body or its officials"), required=False
    )

    def prepare(self) -> None:
        """Offer the bodies that are not recipients of the municipality."""
        today = self.case.municipality.local(self.at).date()
        bodies = registry_choices.Bodies(self.case.municipality, today)
        others = bodies.others()
        self.fields["organisation"].queryset = others  # type: ignore[attr-defined]
        if self.case.appeal_kind != AppealKind.COMPLAINT:
            del self.fields["is_not_complained_of"]
        proposed = self.case.decisions.get("transfer", {}).get("code")
        if proposed is not None:
            self.fields["organisation"].initial = others.filter(code=proposed).first()


class LeaveForm(DeedForm):
    """The ground to leave an item without an answer."""

    ground = forms.ChoiceField(label=_("ground"))
    remark = words_field(_("remark"), rows=2, required=False)
    notice = words_field(
        _("how the applicant was told"),
        rows=2,
        required=False,
        help_text=_("Left blank, the term in which the applicant must be told runs."),
    )
    is_no_crime = forms.BooleanField(
        label=_("an appeal without a name tells of no crime prepared or committed"),
        required=False,
    )

    def prepare(self) -> None:
        """Offer the grounds that fit the kind of the case."""
        choices = ground_choices(self)
        # A register without the grounds as data still knows those of the law.
        choices = choices or LeaveGround.choices
        if self.case.kind == CaseKind.APPEAL:
            choices = [pair for pair in choices if pair[0] != LeaveGround.NOT_AN_APPEAL]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]
        if self.case.kind == CaseKind.MESSAGE:
            del self.fields["notice"], self.fields["is_no_crime"]
            self.fields["ground"].initial = LeaveGround.NOT_AN_APPEAL


class RateForm(DeedForm):
    """The applicant's rating."""

    value = forms.TypedChoiceField(
        label=_("rating"),
        choices=[(n, str(n)) for n in range(5, 0, -1)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a rating from 1 to 5.")},
    )
    source = forms.ChoiceField(
        label=_("source"),
        choices=[pair for pair in RatingSource.choices if pair[0] != RatingSource.FILE],
        initial=RatingSource.PHONE,
    )
    comment = words_field(_("comment of the applicant"), rows=2, required=False)


class ReasonForm(DeedForm):
    """A deed that needs a reason."""

    reason = words_field(_("reason"))


class RemarkForm(DeedForm):
    """A deed that may have a remark."""

    remark = words_field(_("remark"), rows=2, required=False)
