"""The queues of citizens' ratings and what is done with their rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.cases.models import Answer, Case, Rating
from otklik.cases.operations.look import look
from otklik.cases.queries import access
from otklik.registry.permissions import Permission
from otklik.satisfaction import queues
from otklik.satisfaction.deeds import (
    AlreadyWorked,
    NotToBeCalled,
    note_call,
    revoke_link,
    work_off,
)
from otklik.web.desk.feedback.forms import CallForm, WorkForm
from otklik.web.desk.guards import needs
from otklik.web.desk.links import case_path
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.veil import veil_of


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A rating in a queue, its words under the veil of the case."""

    case: Case
    rating: Rating
    comment: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tab:
    """A queue the person may open."""

    url: str
    label: str
    count: str
    is_current: bool


@require_safe
@needs(Permission.VIEW_CASE)
def returned(request: DeskRequest) -> HttpResponse:
    """Show the cases that low ratings brought back to work."""
    pile = queues.returned(request.grants, request.municipality)
    lines = [
        _line(request, one.rating, str(one.reason or ""), one.returned_at) for one in pile.rows
    ]
    context = {"lines": lines, "pile": pile, "tabs": _tabs(request, "feedback", pile)}
    return render(request, "desk/feedback/returned.html", context)


@require_safe
@needs(Permission.WORK_RATING)
def low(request: DeskRequest) -> HttpResponse:
    """Show the low ratings that returned no case and wait for a person."""
    pile = queues.low(request.grants, request.municipality, request.at)
    lines = [_line(request, one, _reason_of(one), one.at) for one in pile.rows]
    context = {"lines": lines, "pile": pile, "tabs": _tabs(request, "feedback-low", pile)}
    return render(request, "desk/feedback/low.html", context | {"form": WorkForm()})


@require_safe
@needs(Permission.RATE_ANSWER)
def calls(request: DeskRequest) -> HttpResponse:
    """Show the sample of applicants to be called for a rating."""
    pile = queues.to_call(request.grants, request.municipality, request.at)
    context = {"pile": pile, "tabs": _tabs(request, "feedback-calls", pile)}
    return render(request, "desk/feedback/calls.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.RATE_ANSWER)
def call(request: DeskRequest, number: str) -> HttpResponse:
    """Show whom to call and what he was answered; write down how the call ended."""
    case = access.case_for(request.grants, request.municipality, number)
    access.require(request.grants, Permission.RATE_ANSWER, case)
    if not queues.is_to_be_called(case, request.municipality):
        messages.error(request, _no_call())
        return redirect("feedback-calls")
    form = CallForm(request.POST or None, case=case, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            note_call(case=case, grants=request.grants, at=request.at, call=form.call())
            messages.success(request, _("The call is written down."))
        except NotToBeCalled:
            messages.error(request, _no_call())
        return redirect("feedback-calls")
    return _call_page(request, case, form)


def _no_call() -> str:
    return _("Nobody is to be called here any more: a colleague was quicker, or the case went on.")


def _call_page(request: DeskRequest, case: Case, form: CallForm) -> HttpResponse:
    veil = veil_of(case, request.grants)
    if veil.is_open:
        look(case=case, grants=request.grants, at=request.at, page="feedback-call")
    answer = case.answers.filter(kind="final", state="sent").order_by("version").last()
    context = {
        "case": case,
        "form": form,
        "phone": veil.name(case.applicant_phone),
        "applicant": veil.name(case.applicant_name),
        "text": veil.text(case.text),
        "answer": veil.text(answer.text) if answer else "",
        "attempts": case.calls.select_related("person").order_by("-at"),
    }
    return render(request, "desk/feedback/call.html", context)


@require_POST
@needs(Permission.WORK_RATING)
def work(request: DeskRequest, key: int) -> HttpResponse:
    """Write down what was done about a low rating."""
    seen = access.cases_for(request.grants, request.municipality, Permission.WORK_RATING)
    rating = get_object_or_404(Rating.objects.filter(case__in=seen), pk=key)
    form = WorkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words what was done."))
        return redirect("feedback-low")
    what = form.cleaned_data["what"]
    try:
        work_off(rating=rating, grants=request.grants, at=request.at, what=what)
        messages.success(request, _("It is written down."))
    except AlreadyWorked:
        messages.error(request, _("A colleague has dealt with this rating already."))
    return redirect("feedback-low")


@require_POST
@needs(Permission.SEND_ANSWER)
def revoke(request: DeskRequest, key: int) -> HttpResponse:
    """Let the link of an answer open nothing any more."""
    seen = access.cases_for(request.grants, request.municipality)
    answer = Answer.objects.select_related("case__municipality").filter(case__in=seen, pk=key)
    found = answer.first()
    if found is None:
        raise Http404
    revoke_link(answer=found, grants=request.grants, at=request.at)
    messages.success(request, _("The link opens nothing any more."))
    return redirect(case_path(found.case.number))


def _line(request: DeskRequest, rating: Rating, reason: str, at: Any) -> RatedLine:
    comment = veil_of(rating.case, request.grants).text(rating.comment)
    return RatedLine(rating.case, rating, comment, reason, at)


def _reason_of(rating: Rating) -> str:
    feedback = getattr(rating, "feedback", None)
    return str(feedback.reason) if feedback and feedback.reason else ""


def _tabs(request: DeskRequest, current: str, pile: queues.Pile) -> list[Tab]:
    names = (
        ("feedback", _("Returned by the citizen"), Permission.VIEW_CASE),
        ("feedback-low", _("Low ratings to be worked"), Permission.WORK_RATING),
        ("feedback-calls", _("To be called"), Permission.RATE_ANSWER),
    )
    return [
        Tab(reverse(name), label, pile.count if name == current else "", name == current)
        for name, label, permission in names
        if request.grants.allows(permission, request.municipality)
    ]
