"""The page of problems and what is decided on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otklik.cases.models import Problem
from otklik.cases.operations.close_problem import close_problem
from otklik.cases.queries import access
from otklik.cases.states import StepIncomplete
from otklik.linking.deeds import (
    AlreadyDecided,
    NoCases,
    accept_problem,
    decline_problem,
    decline_repeat,
)
from otklik.linking.models import ProblemProposal, RepeatProposal
from otklik.linking.proposals import problems as open_problems
from otklik.linking.proposals import proposed_problems, proposed_repeats
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.links import case_path
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.problems.lines import problem_line, repeat_line


@require_safe
@needs(Permission.VIEW_CASE)
def problems(request: DeskRequest) -> HttpResponse:
    """Show the problems, and to who may join cases what the machine proposes."""
    municipality, grants = request.municipality, request.grants
    may_link = grants.allows(Permission.LINK_CASE, municipality)
    repeats = proposed_repeats(municipality, grants) if may_link else []
    context = {
        "may_link": may_link,
        "proposed": [problem_line(one, grants) for one in proposed_problems(municipality, grants)],
        "repeats": [repeat_line(one, grants) for one in repeats],
        "problems": open_problems(municipality, grants),
    }
    return render(request, "desk/problems/page.html", context)


@require_POST
@needs(Permission.LINK_CASE)
def accept(request: DeskRequest, key: int) -> HttpResponse:
    """Join the ticked cases to one problem."""
    proposal = _proposal(request, key)
    ticked = _keys(request, "case")
    title = request.POST.get("title", "").replace("\x00", "").strip()[:300]
    try:
        problem = accept_problem(
            proposal=proposal,
            grants=request.grants,
            at=request.at,
            title=title,
            case_ids=ticked,
            seen_ids=[*ticked, *_keys(request, "shown")],
        )
    except AlreadyDecided:
        messages.error(request, _("Nothing was changed: somebody has decided on this already."))
    except NoCases:
        messages.error(request, _("Nothing was changed: tick the cases that belong together."))
    except StepIncomplete:
        messages.error(request, _("Nothing was changed: give the problem a title."))
    else:
        count = problem.cases.count()
        words = ngettext(
            "The problem «%(title)s» has %(count)s case now.",
            "The problem «%(title)s» has %(count)s cases now.",
            count,
        )
        messages.success(request, words % {"title": problem.title, "count": count})
    return redirect("problems")


@require_POST
@needs(Permission.LINK_CASE)
def decline(request: DeskRequest, key: int) -> HttpResponse:
    """Say that these cases are no common trouble."""
    decline_problem(
        proposal=_proposal(request, key),
        grants=request.grants,
        at=request.at,
        seen_ids=_keys(request, "shown"),
    )
    messages.success(request, _("These cases are not proposed together any more."))
    return redirect("problems")


@require_POST
@needs(Permission.LINK_CASE)
def close(request: DeskRequest, key: int) -> HttpResponse:
    """Close a problem that is over."""
    problem = get_object_or_404(Problem, municipality=request.municipality, pk=key)
    close_problem(problem=problem, grants=request.grants, at=request.at)
    messages.success(request, _("The problem is closed."))
    return redirect("problems")


@require_POST
@needs(Permission.LINK_CASE)
def decline_pair(request: DeskRequest, key: int) -> HttpResponse:
    """Say that two cases are two troubles."""
    rows = RepeatProposal.objects.select_related("case__municipality", "earlier")
    seen = access.cases_for(request.grants, request.municipality)
    proposal = get_object_or_404(rows, pk=key, case__in=seen.values("pk"))
    decline_repeat(proposal=proposal, grants=request.grants, at=request.at)
    messages.success(request, _("The two cases stay apart."))
    return redirect(case_path(proposal.case.number))


def _keys(request: DeskRequest, name: str) -> list[int]:
    """Return the keys of cases in the fields of a form; what makes no sense is left out."""
    return [int(one) for one in request.POST.getlist(name) if one.isdecimal() and len(one) < 19]


def _proposal(request: DeskRequest, key: int) -> ProblemProposal:
    rows = ProblemProposal.objects.select_related("municipality", "topic", "territory", "problem")
    return get_object_or_404(rows, municipality=request.municipality, pk=key)
