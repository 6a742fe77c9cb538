"""The page of one problem, and one answer for all its cases."""

from collections import defaultdict
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.cases.models import Problem
from otklik.cases.queries import access
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.outcomes import refusal_of, tell_outcome
from otklik.web.desk.problems.stages import BY_NAME, STAGES, choices_in, groups_of

LONGEST_TEXT = 20_000


@require_safe
@needs(Permission.VIEW_CASE)
def problem_detail(request: DeskRequest, key: int) -> HttpResponse:
    """Show the problem, its cases by stage, and what may be done with many of them."""
    problem = _problem(request, key)
    today = request.municipality.local(request.at).date()
    stages = [(stage, groups_of(problem, stage, request.grants, today)) for stage in STAGES]
    seen = access.cases_for(request.grants, request.municipality).filter(problem=problem)
    context = {
        "problem": problem,
        "stages": [(stage, groups) for stage, groups in stages if groups],
        "size": seen.count(),
        "may_link": request.grants.allows(Permission.LINK_CASE, request.municipality),
    }
    return render(request, "desk/problems/problem.html", context)


@require_POST
@needs(*(stage.permission for stage in STAGES))
def take_through(request: DeskRequest, key: int, name: str) -> HttpResponse:
    """Take the chosen cases through the stage one by one; tell how many, and which not and why."""
    problem, stage = _problem(request, key), BY_NAME.get(name)
    if stage is None:
        raise Http404
    text = request.POST.get("text", "").replace("\x00", "").strip()[:LONGEST_TEXT]
    choices = choices_in(request.POST.getlist("case"))
    if stage.name == "answer" and not text:
        messages.error(request, _("Write or paste the text of the answer."))
        return redirect("problem-detail", key)
    failures: dict[str, list[str]] = defaultdict(list)
    reached = access.cases_for(request.grants, request.municipality, stage.permission)
    cases = reached.filter(problem=problem).in_bulk([choice.case_id for choice in choices])
    for choice in choices:
        if choice.case_id in cases:
            case = cases[choice.case_id]
            seen = (case, request.grants, request.at, choice.version, text)
            if reason := refusal_of(partial(stage.perform, *seen)):
                failures[reason].append(case.number)
    tell_outcome(request, len(cases), failures)
    return redirect("problem-detail", key)


def _problem(request: DeskRequest, key: int) -> Problem:
    """Return the problem if the person may see a case of it, or any case at all."""
    rows = Problem.objects.select_related("municipality", "topic", "territory__parent")
    problem = get_object_or_404(rows, municipality=request.municipality, pk=key)
    scopes = request.grants.scopes_of(Permission.VIEW_CASE, request.municipality.pk)
    seen = access.cases_for(request.grants, request.municipality).filter(problem=problem)
    if not any(scope.is_whole for scope in scopes) and not seen.exists():
        raise Http404
    return problem
