"""Beside the draft of an answer: templates, earlier answers, the checklist."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from otklik.cases.models import Answer, Case
from otklik.cases.models.choices import AnswerKind
from otklik.cases.queries import access
from otklik.cases.queries.similar import similar_answers
from otklik.registry.permissions import Permission
from otklik.web.desk.case.deeds import BY_NAME
from otklik.web.desk.case.forms import LONG_TEXT
from otklik.web.desk.case.views import form_page
from otklik.web.desk.checklist.quality_lines import sheet_of
from otklik.web.desk.drafting.helps import draft_of, fitting, helps_of
from otklik.web.desk.filling import filled_for
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest


@require_safe
@needs(Permission.DRAFT_ANSWER)
def helps(request: DeskRequest, number: str) -> HttpResponse:
    """Show the templates that fit and the answers given to cases like this one."""
    case = _case(request, number)
    context = {"case": case, "helps": helps_of(request, case)}
    page = "desk/drafting/_helps.html" if request.htmx else "desk/drafting/helps.html"
    return render(request, page, context)


@require_POST
@needs(Permission.DRAFT_ANSWER)
def check(request: DeskRequest, number: str) -> HttpResponse:
    """Show what the checklist says of the text as it is typed; nothing is kept."""
    case = _case(request, number)
    text = request.POST.get("text", "")[:LONG_TEXT]
    answer = Answer(case=case, kind=_kind(request), text=text)
    context = {"case": case, "quality": sheet_of(case, answer, request.grants, request.at)}
    context["shows_text"] = True
    page = "desk/drafting/_quality.html" if request.htmx else "desk/drafting/quality.html"
    return render(request, page, context)


@require_POST
@needs(Permission.DRAFT_ANSWER)
def insert(request: DeskRequest, number: str) -> HttpResponse:
    """Show the form of the draft with a template or an earlier answer put behind what is typed."""
    case = _case(request, number)
    typed = request.POST.get("text", "")[:LONG_TEXT].strip()
    brought, kind = _brought(request, case)
    deed = BY_NAME["draft_answer"]
    form = deed.form(case=case, grants=request.grants, at=request.at)
    form.fields["text"].initial = "\n\n".join(filter(None, (typed, brought)))
    form.fields["kind"].initial = kind or _kind(request)
    return form_page(request, case, deed, form)


def _case(request: DeskRequest, number: str) -> Case:
    case = access.case_for(request.grants, request.municipality, number)
    access.require(request.grants, Permission.DRAFT_ANSWER, case)
    return case


def _kind(request: DeskRequest) -> str:
    kind = request.POST.get("kind", "")
    return kind if kind in AnswerKind.values else AnswerKind.FINAL.value


def _brought(request: DeskRequest, case: Case) -> tuple[str, str]:
    """Return the text asked for and its kind; only what is offered for the case may be asked."""
    code, source = request.POST.get("template", ""), request.POST.get("source", "")
    if code:
        for template in fitting(request, case):
            if template.code == code:
                kind = template.answer_kind if template.answer_kind in AnswerKind.values else ""
                return filled_for(template.text, case, request.grants), kind
    if source:
        for found in similar_answers(case, request.grants):
            if found.case.number == source:
                return draft_of(found), ""
    raise Http404
