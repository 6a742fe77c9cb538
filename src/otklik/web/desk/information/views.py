"""Requests for information: lists, one request, and the answer to it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases.models import InformationRequest
from otklik.cases.operations.give_information import give_information
from otklik.cases.operations.look import look_for_request
from otklik.cases.queries.information import OPEN, asked_of, waited_for
from otklik.cases.states import RequestNotOpen, StepIncomplete
from otklik.web.desk import refusals
from otklik.web.desk.forms import DeskForm
from otklik.web.desk.information.lines import request_line, shown_of
from otklik.web.desk.middleware import DeskRequest

SHOWN = 100
RELATED = (
    "case__topic", "case__settlement", "case__municipality", "organisation", "person", "asked_by",
    "answered_by",
)  # fmt: skip


class ReplyForm(DeskForm):
    """The information that was asked for."""

    reply = forms.CharField(
        label=gettext_lazy("information"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write what is asked for.")},
    )


@require_safe
def requests(request: DeskRequest) -> HttpResponse:
    """Show what is asked of the person and his body, and what he waits for."""
    asked, waited = _asked(request), waited_for(request.grants, request.municipality)
    waited = waited.filter(cancelled_at=None)
    context = {
        "parts": [
            (_("Asked of us"), _lines(request, asked.filter(OPEN)), True),
            (_("Waited for"), _lines(request, waited.filter(OPEN)), False),
            (_("Given by us lately"), _ended(request, asked), True),
            (_("Received lately"), _ended(request, waited), False),
        ]
    }
    return render(request, "desk/information/page.html", context)


@require_http_methods(["GET", "POST"])
def request_detail(request: DeskRequest, key: int) -> HttpResponse:
    """Show a request to those it is put to, and take their answer."""
    row = _asked(request).filter(pk=key).select_related(*RELATED).first()
    if row is None:
        raise Http404
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _give(request, row, form.cleaned_data["reply"]):
            return redirect("information")
        row.refresh_from_db()
    shown = shown_of(row)
    if shown.is_personal:
        look_for_request(request=row, person=request.user, at=request.at)
    line = request_line(row, request.grants, request.at)
    context: dict[str, Any] = {"line": line, "shown": shown, "form": form}
    return render(request, "desk/information/request.html", context)


def _give(request: DeskRequest, row: InformationRequest, reply: str) -> bool:
    try:
        give_information(request=row, grants=request.grants, at=request.at, reply=reply)
    except (RequestNotOpen, StepIncomplete) as refusal:
        messages.error(request, refusals.words_of(refusal))
        return False
    messages.success(request, _("The information is given. Who asked is told."))
    return True


def _asked(request: DeskRequest) -> QuerySet[InformationRequest]:
    today = request.municipality.local(request.at).date()
    return asked_of(request.grants, request.municipality, today)


def _lines(request: DeskRequest, rows: QuerySet[InformationRequest]) -> list[Any]:
    found = rows.select_related(*RELATED).order_by("due_at", "pk")[:SHOWN]
    return [request_line(row, request.grants, request.at) for row in found]


def _ended(request: DeskRequest, rows: QuerySet[InformationRequest]) -> list[Any]:
    ended = rows.filter(answered_at__isnull=False).select_related(*RELATED)
    found = ended.order_by(F("answered_at").desc(), "-pk")[:20]
    return [request_line(row, request.grants, request.at) for row in found]


def open_counts(request: DeskRequest) -> tuple[int, int]:
    """Return how many requests wait for the person's answer, and for how many he waits."""
    waited = waited_for(request.grants, request.municipality).filter(OPEN)
    return _asked(request).filter(OPEN).count(), waited.count()
