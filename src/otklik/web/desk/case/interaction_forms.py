"""Forms of deeds in which colleagues and other bodies take part."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case, InformationRequest
from otklik.cases.models.information import Shown
from otklik.cases.operations.ask_information import LONGEST
from otklik.cases.queries import access
from otklik.handing.deeds import hand_over
from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import Organisation, Person, RoleAssignment
from otklik.registry.models.effective import in_force
from otklik.registry.permissions import Permission
from otklik.web.desk.case import registry_choices
from otklik.web.desk.case.forms import SHORT_TEXT, DeedForm
from otklik.web.desk.forms import DayField

MOST_FOUND = 8


def _words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=SHORT_TEXT, help_text=help_text, widget=widget
    )


class NoteForm(DeedForm):
    """A note for colleagues, and whom it calls: by @login in the text or ticked in the list."""

    text = _words(
        _("note"),
        help_text=_(
            "Only colleagues see it, the applicant never does. To call a colleague, write @ and "
            "the login, or find the name below."
        ),
    )
    people = forms.ModelMultipleChoiceField(queryset=Person.objects.none(), required=False)

    def prepare(self) -> None:
        """Let people of the municipality be called; whether they may is asked by the deed."""
        people = colleagues(self.case, self.at)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]

    def chosen(self) -> list[Person]:
        """Return the people ticked so far, also where something else is wrong."""
        keys = self.data.getlist("people") if hasattr(self.data, "getlist") else []
        numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
        return list(colleagues(self.case, self.at).filter(pk__in=numbers))


def colleagues(case: Case, at: Any) -> Any:
    """Return the people with a role in the municipality of the case, by name."""
    on = case.municipality.local(at).date()
    roles = RoleAssignment.objects.filter(in_force(on), municipality=case.municipality)
    return Person.objects.filter(is_active=True, pk__in=roles.values("person")).order_by(
        "last_name", "first_name", "pk"
    )


def find_colleagues(
    case: Case, at: Any, words: str, ticked: Iterable[str]
) -> tuple[list[Person], list[Person]]:
    """Return the people ticked, and others who fit the words and may see the case."""
    on = case.municipality.local(at).date()
    keys = [int(key) for key in ticked if key.isdecimal() and len(key) < 19]
    people = colleagues(case, at)
    chosen = list(people.filter(pk__in=keys[:MOST_FOUND]))
    found: list[Person] = []
    asked = words.strip().lower()[:60].split()
    for person in people.exclude(pk__in=keys) if asked else ():
        # Names are compared here: SQLite knows the case of Latin letters only.
        known = f"{person.full_name} {person.position} {person.login}".lower()
        if all(word in known for word in asked) and access.may(
            grants_of(person, on), Permission.VIEW_CASE, case
        ):
            found.append(person)
        if len(found) >= MOST_FOUND:
            break
    return chosen, found


class AskInformationForm(DeedForm):
    """Whom to ask what, until when, and what of the case is shown."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("body"), required=False
    )
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("or a person"),
        required=False,
        empty_label="—",
    )
    question = _words(_("what is to be told"))
    days = forms.IntegerField(label=_("days for the answer"), min_value=1, max_value=LONGEST)
    shown = forms.ChoiceField(
        label=_("what is shown of the case"),
        choices=Shown.choices,
        initial=Shown.QUESTION,
        widget=forms.RadioSelect,
    )
    shown_reason = forms.CharField(
        label=_("why the applicant is shown"),
        required=False,
        max_length=500,
        help_text=_("Needed only if the applicant is shown."),
    )

    def prepare(self) -> None:
        """Offer the bodies of the municipality, its people, and the term it has set."""
        municipality = self.case.municipality
        today = municipality.local(self.at).date()
        bodies = Organisation.objects.filter(in_force(today), municipality=municipality)
        self.fields["organisation"].queryset = bodies.order_by("name")  # type: ignore[attr-defined]
        self.fields["person"].queryset = colleagues(self.case, self.at)  # type: ignore[attr-defined]
        days = self.fields["days"]
        days.initial = municipality.information_days
        days.help_text = _("Counted in: %s. The terms of the case run on.") % (
            municipality.get_information_unit_display()
        )
        if not access.sees_personal_data(self.grants, self.case):
            choices = [pair for pair in Shown.choices if pair[0] != Shown.PERSONAL]
            self.fields["shown"].choices = choices  # type: ignore[attr-defined]
            del self.fields["shown_reason"]


class RequestForm(DeedForm):
    """A deed with one of the open requests of the case."""

    request = forms.ModelChoiceField(
        queryset=InformationRequest.objects.none(),
        label=_("request"),
        empty_label=None,
        error_messages={"required": _("Choose a request that is still open.")},
    )

    def prepare(self) -> None:
        """Offer the open requests of the case."""
        rows = open_requests(self.case).select_related("organisation", "person")
        field: Any = self.fields["request"]
        field.queryset = rows
        field.label_from_instance = lambda row: f"{row.asked}: {row.question[:80]}"


class GiveInformationForm(RequestForm):
    """What was told, also by a body that does not work here."""

    reply = _words(_("information given"), rows=4)


class CancelRequestForm(RequestForm):
    """Why it is not needed any more."""

    reason = _words(_("reason"), rows=2, required=False)


def open_requests(case: Case) -> Any:
    """Return the requests of the case that wait for information."""
    return case.information_requests.filter(answered_at=None, cancelled_at=None).order_by("due_at")


class HandOverForm(DeedForm):
    """Who goes on with the case, the state of which stays as it is."""

    to_person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("to whom"),
        error_messages={"required": _("Choose the colleague who goes on with the case.")},
    )
    until_date = DayField(
        label=_("until (including)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Blank: for good."),
    )
    reason = forms.CharField(label=_("reason"), required=False, max_length=500)

    def prepare(self) -> None:
        """Offer those who may write the answer of this case."""
        today = self.case.municipality.local(self.at).date()
        bodies = registry_choices.Bodies(self.case.municipality, today)
        people = bodies.people(self.case.recipient_id) | colleagues(self.case, self.at).filter(
            substitutions__absent=self.case.executor,
            substitutions__from_date__lte=today,
            substitutions__until_date__gte=today,
        )
        fitting = [
            person.pk
            for person in people.distinct()
            if person.pk != self.case.executor_id
            and access.may(grants_of(person, today), Permission.DRAFT_ANSWER, self.case)
        ]
        self.fields["to_person"].queryset = Person.objects.filter(  # type: ignore[attr-defined]
            pk__in=fitting
        ).order_by("last_name")


def hand_over_one(*, case: Case, grants: Grants, at: Any, **given: Any) -> Case:
    """Hand the one case over and return it.

    Raises ``access.NotAllowed`` and ``NothingToHandOver``.
    """
    access.require(grants, Permission.ASSIGN_CASE, case)
    hand_over(cases=[case], from_person=case.executor, grants=grants, at=at, **given)  # type: ignore[arg-type]
    case.refresh_from_db()
    return case


def give_or_cancel(deed: Any) -> Any:
    """Return the deed with a request as a deed with a case, as the card calls it."""

    def performed(*, case: Case, request: InformationRequest, **given: Any) -> Case:
        changed: Case = deed(request=request, **given)
        return changed

    return performed
