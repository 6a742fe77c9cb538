"""How long cases are kept, and the acts by which they go."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.privacy import acts
from otklik.privacy.act_document import act_document
from otklik.privacy.models import ActState, Leak, RetentionAct, RetentionRule
from otklik.registry.models.effective import in_force
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.privacy.forms import LeaveOutForm, RuleForm

ACTS_SHOWN = 50
ITEMS_A_PAGE = 100
MOST_COUNTED = 5_000
READERS = (Permission.DRAW_RETENTION, Permission.APPROVE_RETENTION, Permission.REPORT_LEAK)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@needs(*READERS)
def privacy(request: DeskRequest) -> HttpResponse:
    """Show the terms of keeping with what is due, the acts and the leaks."""
    municipality = request.municipality
    today = municipality.local(request.at).date()
    rules = RetentionRule.objects.filter(in_force(today), municipality=municipality)
    found = RetentionAct.objects.filter(municipality=municipality).order_by("-number")
    context = {
        "rules": [
            (rule, acts.due_cases(rule, request.at)[:MOST_COUNTED].count())
            for rule in rules.order_by("pk")
        ],
        "most_counted": MOST_COUNTED,
        "acts": found.select_related("drawn_by", "approved_by", "rule")[:ACTS_SHOWN],
        "leaks": Leak.objects.filter(municipality=municipality).order_by("-found_at"),
        **_may(request),
    }
    return render(request, "desk/privacy/page.html", context)


def _may(request: DeskRequest) -> dict[str, bool]:
    def allows(permission: Permission) -> bool:
        return request.grants.allows(permission, request.municipality)

    return {
        "may_draw": allows(Permission.DRAW_RETENTION),
        "may_approve": allows(Permission.APPROVE_RETENTION),
        "may_report": allows(Permission.REPORT_LEAK),
    }


@require_http_methods(["GET", "POST"])
@needs(Permission.DRAW_RETENTION)
def rule(request: DeskRequest, key: int = 0) -> HttpResponse:
    """Show or keep a term of keeping."""
    own = RetentionRule.objects.filter(municipality=request.municipality)
    known = get_object_or_404(own, pk=key) if key else None
    instance = known or RetentionRule(municipality=request.municipality)
    form = RuleForm(request.POST or None, instance=instance)
    if form.is_valid():
        form.save()
        messages.success(request, _("The term of keeping is kept."))
        return redirect("privacy")
    return render(request, "desk/privacy/rule.html", {"form": form, "rule": known})


@require_POST
@needs(Permission.DRAW_RETENTION)
def draw(request: DeskRequest, key: int) -> HttpResponse:
    """Draw an act of what is due."""
    own = RetentionRule.objects.filter(municipality=request.municipality)
    chosen = get_object_or_404(own, pk=key)
    try:
        act = acts.draw_act(rule=chosen, grants=request.grants, at=request.at)
    except acts.NothingDue:
        messages.error(request, _("No case's term of keeping is over."))
        return redirect("privacy")
    return redirect("privacy-act", act.pk)


@require_GET
@needs(*READERS)
def act(request: DeskRequest, key: int) -> HttpResponse:
    """Show an act with its cases."""
    found = _act(request, key)
    items = Paginator(found.items.order_by("pk"), ITEMS_A_PAGE)
    context: dict[str, Any] = {
        "act": found,
        "page": items.get_page(request.GET.get("page")),
        "kept": found.items.exclude(left_out_reason="").count(),
        "done": found.items.exclude(done_at=None).count(),
        "is_own": found.drawn_by_id == request.user.pk,
        "waits": found.state == ActState.DRAWN,
        "form": LeaveOutForm(),
        **_may(request),
    }
    return render(request, "desk/privacy/act.html", context)


@require_POST
@needs(Permission.DRAW_RETENTION, Permission.APPROVE_RETENTION)
def decide(request: DeskRequest, key: int) -> HttpResponse:
    """Approve or cancel an act, or leave cases out of it."""
    found = _act(request, key)
    deed = {"approve": acts.approve_act, "cancel": acts.cancel_act}.get(
        request.POST.get("deed", "")
    )
    try:
        if deed is not None:
            deed(act=found, grants=request.grants, at=request.at)
        else:
            _leave_out(request, found)
    except acts.OwnAct:
        messages.error(request, _("You have drawn this act: another person approves it."))
    except acts.NotInThisState:
        messages.error(request, _("Nothing was changed: the act does not wait any more."))
    except acts.NoReason:
        messages.error(request, _("Say why these cases are kept on."))
    return redirect("privacy-act", found.pk)


def _leave_out(request: DeskRequest, found: RetentionAct) -> None:
    keys = [int(key) for key in request.POST.getlist("item") if key.isdecimal() and len(key) < 19]
    reason = request.POST.get("reason", "")
    acts.leave_out(act=found, grants=request.grants, at=request.at, item_ids=keys, reason=reason)


@require_GET
@needs(*READERS)
def document(request: DeskRequest, key: int) -> HttpResponse:
    """Answer the act as a Word document."""
    found = _act(request, key)
    name = f'attachment; filename="act-{found.number}.docx"'
    return HttpResponse(
        act_document(found), content_type=DOCX, headers={"Content-Disposition": name}
    )


def _act(request: DeskRequest, key: int) -> RetentionAct:
    own = RetentionAct.objects.filter(municipality=request.municipality)
    found: RetentionAct = get_object_or_404(
        own.select_related("rule", "drawn_by", "approved_by", "municipality"), pk=key
    )
    return found
