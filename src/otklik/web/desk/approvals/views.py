"""The page of what waits for a person's approval."""

from collections import defaultdict
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.look import look
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.queries import access
from otklik.registry.permissions import Permission
from otklik.web.desk.approvals.lines import waiting_lines
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.outcomes import refusal_of, tell_outcome
from otklik.web.desk.problems.stages import choices_in

LONGEST_REMARK = 2_000


@require_safe
@needs(Permission.AGREE_ANSWER)
def approvals(request: DeskRequest) -> HttpResponse:
    """Show the answers that wait for the person, whole, with the words they answer."""
    return _page(request, {})


@require_POST
@needs(Permission.AGREE_ANSWER)
def approve(request: DeskRequest) -> HttpResponse:
    """Approve the ticked answers, each in a transaction of its own, as they were seen."""
    only = request.POST.getlist("only")
    choices = list(dict.fromkeys(choices_in(only or request.POST.getlist("case"))))
    if not choices:
        messages.error(request, _("Nothing was changed: tick the answers to be approved."))
        return redirect("approvals")
    reached = access.cases_for(request.grants, request.municipality, Permission.AGREE_ANSWER)
    cases = reached.in_bulk([choice.case_id for choice in choices])
    failures: dict[str, list[str]] = defaultdict(list)
    for choice in choices:
        if (case := cases.get(choice.case_id)) is None:
            continue
        deed = partial(approve_answer, case=case, grants=request.grants, at=request.at)
        if reason := refusal_of(partial(deed, seen_version=choice.version)):
            failures[reason].append(case.number)
    tell_outcome(request, len(cases), failures)
    return redirect("approvals")


@require_POST
@needs(Permission.AGREE_ANSWER)
def give_back(request: DeskRequest, key: int) -> HttpResponse:
    """Return one answer with a remark; what was typed stays in its place when it is refused."""
    reached = access.cases_for(request.grants, request.municipality, Permission.AGREE_ANSWER)
    case = get_object_or_404(reached.select_related("municipality"), pk=key)
    remark = request.POST.get("remark", "").strip()[:LONGEST_REMARK]
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 6 else 0
    deed = partial(return_answer, case=case, grants=request.grants, at=request.at)
    if reason := refusal_of(partial(deed, remark=remark, seen_version=seen)):
        messages.error(request, f"{case.number}: {reason}")
        return _page(request, {case.pk: remark})
    messages.success(request, _("%s: the answer is returned to its author.") % case.number)
    return redirect("approvals")


def _page(request: DeskRequest, remarks: dict[int, str]) -> HttpResponse:
    lines, has_more = waiting_lines(request, remarks)
    for line in lines:
        if line.is_personal_shown:
            look(case=line.case, grants=request.grants, at=request.at, page="approvals")
    context = {"lines": lines, "has_more": has_more}
    return render(request, "desk/approvals/page.html", context)
