"""The list of rules, a rule in its form, the dry run, the switch."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.cases.operations.log_registry_change import log_registry_change
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import RoutingRule
from otklik.registry.permissions import Permission
from otklik.rehearsal.trial import Period
from otklik.rules.uses import used_lately
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.registry import changing
from otklik.web.desk.registry.sheets import SHEETS
from otklik.web.desk.rules.forms import PeriodForm, RuleForm
from otklik.web.desk.rules.trying import tried, tried_all
from otklik.web.desk.rules.words import Names, conditions_of, consequences_of

SHEET = SHEETS["routing-rules"]
# So often two people may write a new rule at the same moment.
MOST_TRIES = 5


@require_GET
@needs(Permission.VIEW_REGISTRY)
def rules(request: DeskRequest) -> HttpResponse:
    """Show the rules in the order they are tried in, with what they did lately."""
    today = request.municipality.local(request.at).date()
    lately = used_lately(request.municipality, request.at)
    names = Names(Catalogue(request.municipality))
    found = RoutingRule.objects.filter(municipality=request.municipality)
    rows = found.select_related("recipient", "executor", "block").order_by("priority", "code")
    only = request.GET.get("only", "")
    lines = [
        {
            "rule": rule,
            "works": rule.is_on and rule.is_in_force(today),
            "conditions": conditions_of(rule, names),
            "consequences": consequences_of(rule, names),
            "lately": lately.get(rule.pk),
        }
        for rule in rows
        if only != "scenarios" or _is_scenario(rule)
    ]
    context = {"lines": lines, "only": only, "may_edit": _may_edit(request)}
    return render(request, "desk/rules/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_RULES)
def rule(request: DeskRequest, key: int = 0) -> HttpResponse:
    """Show a rule, keep it, or try it on the past as it stands in the form."""
    known = _found(request, key) if key else None
    form = _form(request, known)
    period = PeriodForm(request.POST or PeriodForm.of_last_quarter(_today(request)))
    context: dict[str, Any] = {"rule": known, "form": form, "period": period}
    if request.method == "POST" and form.is_valid():
        if "try" not in request.POST:
            saved = _kept(request, form)
            messages.success(request, _("“%(row)s” is saved.") % {"row": saved})
            return redirect("rule", key=saved.pk)
        if period.is_valid():
            context["tried"] = tried(request, form.instance, _period(period))
    elif request.method == "GET" and known is not None:
        context["entries"] = known.entries.select_related("entered_by").order_by("-entered_at")
    return render(request, "desk/rules/rule.html", context)


@require_POST
@needs(Permission.EDIT_RULES)
def switch(request: DeskRequest, key: int) -> HttpResponse:
    """Switch a rule on or off."""
    is_on = request.POST.get("on") == "yes"
    with transaction.atomic():
        own = RoutingRule.objects.select_for_update().filter(municipality=request.municipality)
        found = get_object_or_404(own, pk=key)
        if found.is_on != is_on:
            log_registry_change(
                municipality=request.municipality,
                person=request.grants.person,
                at=request.at,
                what=f"routing-rules/{found.code}",
                before={"is_on": found.is_on},
                after={"is_on": is_on},
            )
            found.is_on = is_on
            found.save(update_fields=["is_on"])
    said = _("“%(row)s” is switched on.") if is_on else _("“%(row)s” is switched off.")
    messages.success(request, said % {"row": found})
    return redirect("rule", key=key)


@require_GET
@needs(Permission.EDIT_RULES)
def try_all(request: DeskRequest) -> HttpResponse:
    """Try all rules that are switched on on the cases of a period."""
    period = PeriodForm(request.GET or PeriodForm.of_last_quarter(_today(request)))
    context: dict[str, Any] = {"period": period}
    if period.is_valid():
        context["tried"] = tried_all(request, _period(period))
    return render(request, "desk/rules/try.html", context)


def _form(request: DeskRequest, known: RoutingRule | None) -> RuleForm:
    instance = known or RoutingRule(
        municipality=request.municipality, code=_free_code(request), is_on=False
    )
    return RuleForm(
        request.POST or None,
        instance=instance,
        municipality=request.municipality,
        on=_today(request),
    )


def _kept(request: DeskRequest, form: RuleForm) -> Model:
    """Save the rule; where another new one took its code meanwhile, under the next free code."""
    is_new = form.instance.pk is None
    for _n in range(MOST_TRIES):
        try:
            return changing.save(request, SHEET, form)
        except IntegrityError:
            if not is_new or not _is_taken(form.instance):
                raise
            form.instance.pk, form.instance.code = None, _free_code(request)
    return changing.save(request, SHEET, form)


def _is_taken(rule: RoutingRule) -> bool:
    own = RoutingRule.objects.filter(municipality=rule.municipality, code=rule.code)
    return own.exists()


def _free_code(request: DeskRequest) -> str:
    """Return a code nobody has: people know rules by their names."""
    own = RoutingRule.objects.filter(municipality=request.municipality)
    taken = set(own.values_list("code", flat=True))
    number = len(taken) + 1
    while f"rule-{number}" in taken:
        number += 1
    return f"rule-{number}"


def _is_scenario(rule: RoutingRule) -> bool:
    return bool(rule.executor_id or rule.template_code or rule.receipt_text)


def _found(request: DeskRequest, key: int) -> RoutingRule:
    own = RoutingRule.objects.filter(municipality=request.municipality)
    found: RoutingRule = get_object_or_404(own, pk=key)
    return found


def _period(form: PeriodForm) -> Period:
    return Period(form.cleaned_data["first_date"], form.cleaned_data["last_date"])


def _today(request: DeskRequest) -> Any:
    return request.municipality.local(request.at).date()


def _may_edit(request: DeskRequest) -> bool:
    return request.grants.allows(Permission.EDIT_RULES, request.municipality)
