"""Registration by hand: telephone, paper, a card of the personal reception."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases.models import Case
from otklik.cases.models.choices import AppealKind, AttachmentKind, AuthorKind, CaseKind, Channel
from otklik.cases.queries import access
from otklik.intake.addresses import is_typed_house_unknown
from otklik.intake.operations.register_by_hand import (
    HAND_CHANNELS,
    AlreadyRegistered,
    Sheet,
    SheetIncomplete,
    register_by_hand,
)
from otklik.linking.finding import compare
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.web.desk.case.registry_choices import Places
from otklik.web.desk.files.forms import EnclosedForm
from otklik.web.desk.files.taking import take
from otklik.web.desk.forms import DeskForm, MomentField
from otklik.web.desk.guards import needs
from otklik.web.desk.links import case_path
from otklik.web.desk.middleware import DeskRequest

LONGEST_NAME = 150
# What lay on paper before it came to us.
ON_PAPER = frozenset({Channel.PAPER, Channel.RECEPTION})
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]


class SheetForm(DeskForm):
    """The sheet a clerk fills in. Fields of an appeal count only for an appeal."""

    channel = forms.ChoiceField(label=gettext_lazy("came by"), widget=forms.RadioSelect)
    received_at = MomentField(
        label=gettext_lazy("received at"),
        input_formats=MOMENT_FORMATS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    external_id = forms.CharField(
        label=gettext_lazy("incoming number"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("The number on the paper or in the journal, if there is one."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"),
        choices=CaseKind.choices,
        initial=CaseKind.MESSAGE,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("what the applicant says"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Write what the applicant says.")},
    )
    settlement = forms.CharField(
        label=gettext_lazy("settlement"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"list": "settlements", "autocomplete": "off"}),
    )
    street = forms.CharField(label=gettext_lazy("street"), required=False, max_length=150)
    house = forms.CharField(label=gettext_lazy("house"), required=False, max_length=30)
    applicant_name = forms.CharField(
        label=gettext_lazy("applicant"), required=False, max_length=300
    )
    applicant_phone = forms.CharField(
        label=gettext_lazy("telephone"), required=False, max_length=60
    )
    applicant_email = forms.EmailField(label=gettext_lazy("e-mail"), required=False)
    applicant_address = forms.CharField(
        label=gettext_lazy("address of the applicant"), required=False, max_length=500
    )
    appeal_kind = forms.ChoiceField(
        label=gettext_lazy("kind of appeal"),
        choices=[("", "—"), *AppealKind.choices],
        required=False,
    )
    author_kind = forms.ChoiceField(
        label=gettext_lazy("author"), choices=AuthorKind.choices, initial=AuthorKind.CITIZEN
    )
    is_collective = forms.BooleanField(label=gettext_lazy("collective appeal"), required=False)

    is_incomplete = forms.BooleanField(
        label=gettext_lazy("register without a name or an address"),
        required=False,
        help_text=gettext_lazy(
            "Every appeal is registered. Without a name or an address no answer is given "
            "(59-FZ, art. 11 part 1); a sign of a crime is passed on to the competent body."
        ),
    )

    def __init__(
        self, *args: Any, grants: Grants, municipality: Municipality, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        channels = channels_open(grants, municipality)
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        self.fields["channel"].initial = channels[0][0] if channels else None
        self.fields["received_at"].initial = timezone.localtime(at, municipality.zone)

    def refuse(self, missing: tuple[str, ...]) -> None:
        """Mark the fields the deed found missing or wrong."""
        for name in missing:
            self.add_error(name, str(MISSING[name]))


MISSING: dict[str, str | Promise] = {
    "text": gettext_lazy("Write what the applicant says."),
    "received_at": gettext_lazy("This moment is still to come. Give the moment of receipt."),
    "applicant_name": gettext_lazy(
        "An appeal needs the applicant's name (59-FZ, art. 7). Is there none, tick the box below."
    ),
    "applicant_address": gettext_lazy(
        "An appeal needs an address for the answer: a postal one on paper, else an e-mail or an "
        "address (59-FZ, art. 7). Is there none, tick the box below."
    ),
    "appeal_kind": gettext_lazy("Choose the kind of appeal (59-FZ, art. 4)."),
}


def channels_open(grants: Grants, municipality: Municipality) -> list[tuple[str, Any]]:
    """Return the channels in which the person may register by hand, with their names."""
    scopes = grants.scopes_of(Permission.REGISTER_CASE, municipality.pk)
    return [
        (symbol, Channel(symbol).label)
        for symbol in HAND_CHANNELS
        if any(scope.channels is None or symbol in scope.channels for scope in scopes)
    ]


@require_http_methods(["GET", "POST"])
@needs(Permission.REGISTER_CASE)
def case_register(request: DeskRequest) -> HttpResponse:
    """Show the sheet, or register what is on it."""
    form = SheetForm(
        request.POST or None,
        grants=request.grants,
        municipality=request.municipality,
        at=request.at,
    )
    enclosed = EnclosedForm(request.POST or None, request.FILES or None)
    case = _register(request, form) if form.is_valid() and _fits(enclosed) else None
    if case is None:
        today = request.municipality.local(request.at).date()
        settlements = Places(request.municipality, today).settlements()
        context = {"form": form, "enclosed": enclosed, "settlements": settlements}
        return render(request, "desk/case/register.html", context)
    # Whoever has the applicant on the telephone sees at once that it was said before.
    compare(case, at=request.at)
    words = _("The case is registered under the number %(number)s.") % {"number": case.number}
    messages.success(request, words)
    sees = access.may(request.grants, Permission.VIEW_CASE, case)
    if sees:
        is_paper = case.channel in ON_PAPER
        kind = AttachmentKind.SCAN if is_paper else AttachmentKind.MESSAGE
        take(request, case, enclosed.given(), kind)
    return redirect(case_path(case.number)) if sees else redirect("inbox")


def _fits(enclosed: EnclosedForm) -> bool:
    """Tell whether the files may be looked at; none at all is well too."""
    return not enclosed.is_bound or enclosed.is_valid()


@require_safe
@needs(Permission.REGISTER_CASE)
def case_house_note(request: DeskRequest) -> HttpResponse:
    """Answer a warning when the register has no such house, else nothing."""
    typed = {
        name: request.GET.get(name, "")[:LONGEST_NAME] for name in ("settlement", "street", "house")
    }
    today = request.municipality.local(request.at).date()
    if is_typed_house_unknown(request.municipality, **typed, on=today):
        return render(request, "desk/case/_no_such_house.html")
    return HttpResponse("")


def _register(request: DeskRequest, form: SheetForm) -> Case | None:
    try:
        return register_by_hand(
            municipality=request.municipality,
            sheet=Sheet(**form.cleaned_data),
            grants=request.grants,
            at=request.at,
        )
    except SheetIncomplete as refusal:
        form.refuse(refusal.fields)
    except AlreadyRegistered as refusal:
        words = _(
            "This number is registered already: case %(number)s. Open it, or correct the "
            "incoming number."
        )
        form.add_error("external_id", words % {"number": refusal.number})
    return None
