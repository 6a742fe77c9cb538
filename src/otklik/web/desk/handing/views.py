"""The page of handing over: whose cases, to whom, which of them fit, and what was done before."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from otklik.cases.models import Case
from otklik.cases.models.choices import OPEN_STATES
from otklik.handing.deeds import NothingToHandOver, NothingToTakeBack, hand_over, take_back
from otklik.handing.models import HandOver
from otklik.handing.queries import fitting, held_by
from otklik.registry.models import Person, RoleAssignment, Substitution
from otklik.registry.models.effective import in_force
from otklik.registry.permissions import Permission
from otklik.web.desk.forms import DayField, DeskForm
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest

# One hand-over is one transaction: it must not hold others up for minutes.
MOST_AT_ONCE = 300
SHOWN = 20


class HandingForm(DeskForm):
    """Whose cases, to whom, until when and why."""

    from_person = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=gettext_lazy("from whom")
    )
    to_person = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=gettext_lazy("to whom")
    )
    until_date = DayField(
        label=gettext_lazy("until (including)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day of the leave. Blank: for good."),
    )
    reason = forms.CharField(label=gettext_lazy("reason"), required=False, max_length=500)

    def __init__(self, *args: Any, request: DeskRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = request.municipality.local(request.at).date()
        roles = RoleAssignment.objects.filter(in_force(today), municipality=request.municipality)
        here = Person.objects.filter(pk__in=roles.values("person"))
        owners = Case.objects.of_municipality(request.municipality).open()
        holders = Person.objects.filter(pk__in=owners.values("executor"))
        self.fields["from_person"].queryset = (here | holders).order_by("last_name")  # type: ignore[attr-defined]
        self.fields["to_person"].queryset = here.filter(is_active=True).order_by("last_name")  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_CASE)
def handing(request: DeskRequest) -> HttpResponse:
    """Show what would be handed over; hand over the cases ticked."""
    data = request.POST if request.method == "POST" else request.GET
    form = HandingForm(data if "from_person" in data else None, request=request)
    context: dict[str, Any] = {"form": form, "made": _made(request)}
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            _hand_over(request, form.cleaned_data)
            return redirect("hand-over")
        context |= _preview(request, form.cleaned_data)
    return render(request, "desk/handing/page.html", context)


def _preview(request: DeskRequest, given: dict[str, Any]) -> dict[str, Any]:
    today = request.municipality.local(request.at).date()
    rows = held_by(given["from_person"], request.grants, request.municipality)
    fits = fitting(rows, given["to_person"], request.municipality, today)
    shown = list(rows.with_names()[:MOST_AT_ONCE])
    absence = Substitution.objects.filter(
        absent=given["from_person"], substitute=given["to_person"], until_date__gte=today
    )
    return {
        "cases": [case for case in shown if case.pk in fits],
        "unfit": [case for case in shown if case.pk not in fits],
        "is_cut": rows.count() > MOST_AT_ONCE,
        "given": given,
        "is_substitute": absence.exists(),
    }


def _hand_over(request: DeskRequest, given: dict[str, Any]) -> None:
    ticked = [int(k) for k in request.POST.getlist("case") if k.isdecimal() and len(k) < 19]
    rows = held_by(given["from_person"], request.grants, request.municipality)
    cases = rows.filter(pk__in=ticked[:MOST_AT_ONCE]).select_related("municipality")
    try:
        made = hand_over(cases=cases, grants=request.grants, at=request.at, **given)
    except NothingToHandOver:
        words = _("Nothing was changed: tick cases this colleague may write the answer of.")
        messages.error(request, words)
        return
    count = made.cases.count()
    words = ngettext(
        "%(n)s case is handed over: %(whom)s.", "%(n)s cases are handed over: %(whom)s.", count
    )
    messages.success(request, words % {"n": count, "whom": made.to_person})


@require_POST
@needs(Permission.ASSIGN_CASE)
def back(request: DeskRequest, key: int) -> HttpResponse:
    """Take back what is still open of a hand-over."""
    made = get_object_or_404(HandOver, municipality=request.municipality, pk=key)
    try:
        count = take_back(hand_over=made, grants=request.grants, at=request.at)
    except NothingToTakeBack:
        messages.error(request, _("Nothing was changed: no case of it can be taken back any more."))
    else:
        words = ngettext("%(n)s case is taken back.", "%(n)s cases are taken back.", count)
        messages.success(request, words % {"n": count})
    return redirect("hand-over")


def _made(request: DeskRequest) -> list[dict[str, Any]]:
    """Return the last hand-overs in which the person may assign a case, and what is open."""
    today = request.municipality.local(request.at).date()
    rows = HandOver.objects.filter(municipality=request.municipality)
    found = []
    for row in rows.select_related("from_person", "to_person", "made_by").order_by("-made_at")[:60]:
        mine = held_by(row.to_person, request.grants, request.municipality).filter(hand_overs=row)
        left = 0 if row.taken_back_at else mine.filter(state__in=OPEN_STATES).count()
        if left or row.made_by_id == request.user.pk:
            is_over = row.until_date is not None and row.until_date < today
            found.append({"row": row, "left": left, "is_over": is_over and left > 0})
    return found[:SHOWN]
