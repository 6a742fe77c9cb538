"""Two versions of an answer side by side: what was taken out and what was put in."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.cases.models import Answer
from otklik.cases.operations.look import look
from otklik.cases.queries import access
from otklik.web.desk.case.word_diff import word_diff
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.veil import veil_of


@require_safe
def case_versions(request: DeskRequest, number: str) -> HttpResponse:
    """Show how one version differs from another; by default the last from the one before."""
    case = access.case_for(request.grants, request.municipality, number)
    answers = list(case.answers.order_by("version"))
    if len(answers) < 2:
        raise Http404
    new = _chosen(answers, request.GET.get("new", ""), answers[-1])
    earlier = [answer for answer in answers if answer.version < new.version] or answers
    old = _chosen(answers, request.GET.get("old", ""), earlier[-1])
    veil = veil_of(case, request.grants)
    if veil.is_open:
        look(case=case, grants=request.grants, at=request.at, page="case-versions")
    context = {
        "case": case,
        "answers": answers,
        "old": old,
        "new": new,
        "pieces": word_diff(veil.text(old.text), veil.text(new.text)),
    }
    is_part = request.htmx and not request.htmx.boosted
    template = "desk/case/_versions.html" if is_part else "desk/case/versions.html"
    return render(request, template, context)


def _chosen(answers: list[Answer], version: str, usual: Answer) -> Answer:
    """Return the version named in the address, or the usual one."""
    return next((one for one in answers if str(one.version) == version), usual)
