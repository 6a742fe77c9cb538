"""The instruction to enter a rule by hand, the list of entries, and the receipt of a case."""

import re
from io import BytesIO
from typing import Any

import docx
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from docx.shared import Pt

from otklik.cases.queries import access
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import RoutingRule
from otklik.registry.permissions import Permission
from otklik.rules.deeds import NoReceipt, enter_rule, is_as_entered, send_receipt
from otklik.rules.models import OutsideSystem
from otklik.web.desk.guards import needs
from otklik.web.desk.links import case_path
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.rules.words import Line, Names, conditions_of, consequences_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "PT Serif"
# What a text may bring from elsewhere and no XML can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@require_GET
@needs(Permission.EDIT_RULES)
def instruction(request: DeskRequest, key: int) -> HttpResponse:
    """Show what to enter where, and who has entered what."""
    found = _rule(request, key)
    entries = found.entries.select_related("entered_by").order_by("-entered_at", "-pk")
    context: dict[str, Any] = {
        "rule": found,
        **_parts(request, found),
        "steps": [(system, _steps(system)) for system in OutsideSystem],
        "entries": [(entry, is_as_entered(entry, found)) for entry in entries],
    }
    return render(request, "desk/rules/instruction.html", context)


@require_GET
@needs(Permission.EDIT_RULES)
def document(request: DeskRequest, key: int) -> HttpResponse:
    """Answer the instruction as a Word document."""
    found = _rule(request, key)
    parts = _parts(request, found)
    made = docx.Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    made.add_heading(_writable(_("How to enter the rule “%s”") % found.name), level=1)
    _table(made, _("When the rule fits"), parts["conditions"])
    _table(made, _("What it says"), parts["consequences"])
    for system in OutsideSystem:
        made.add_heading(str(system.label), level=2)
        for step in _steps(system):
            made.add_paragraph(step, style="List Number")
        made.add_paragraph(_("Entered on ____________ by ______________________"))
    stream = BytesIO()
    made.save(stream)
    response = HttpResponse(stream.getvalue(), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="rule-{found.code}.docx"'
    return response


@require_POST
@needs(Permission.EDIT_RULES)
def entered(request: DeskRequest, key: int) -> HttpResponse:
    """Write down that the rule was entered in an outside system."""
    found = _rule(request, key)
    system = request.POST.get("system", "")
    if system not in OutsideSystem.values:
        return HttpResponseBadRequest()
    remark = request.POST.get("remark", "")
    enter_rule(rule=found, grants=request.grants, at=request.at, system=system, remark=remark)
    messages.success(request, _("It is written down who entered the rule, and when."))
    return redirect("rule-instruction", key=key)


@require_POST
def receipt(request: DeskRequest, number: str) -> HttpResponse:
    """Write down that the receipt of the case was sent."""
    case = access.case_for(request.grants, request.municipality, number)
    try:
        send_receipt(case=case, grants=request.grants, at=request.at)
    except NoReceipt:
        messages.error(request, _("Nothing was changed: the receipt was sent meanwhile."))
    else:
        messages.success(request, _("It is written down that the receipt was sent."))
    return redirect(case_path(case.number))


def _rule(request: DeskRequest, key: int) -> RoutingRule:
    own = RoutingRule.objects.filter(municipality=request.municipality)
    found: RoutingRule = get_object_or_404(
        own.select_related("recipient", "executor", "block"), pk=key
    )
    return found


def _parts(request: DeskRequest, rule: RoutingRule) -> dict[str, list[Line]]:
    names = Names(Catalogue(request.municipality))
    return {
        "conditions": conditions_of(rule, names),
        "consequences": consequences_of(rule, names),
    }


def _steps(system: OutsideSystem) -> list[str]:
    if system == OutsideSystem.POS:
        return [
            _("Open the workplace of the coordinator and the section “Rules”; add a rule."),
            _("Conditions: choose the categories, subcategories and places as in the table."),
            _("Action: choose the organisation and the executor; mark the fast track."),
            _("Put the template of the answer into the templates of the organisation."),
            _("Save, switch the rule on, and look at the first message it takes."),
        ]
    return [
        _("Open the settings of your municipality and the section of automatic distribution."),
        _("Conditions: choose topic and place, and enter the words as in the table."),
        _("Action: choose who answers; set the term if it is shortened."),
        _("Put the template of the answer into the library of answers."),
        _("Save, switch the rule on, and look at the first incident it takes."),
    ]


def _table(made: Any, title: str, lines: list[Line]) -> None:
    made.add_heading(title, level=2)
    if not lines:
        made.add_paragraph(_("always"))
        return
    table = made.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for line in lines:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = line.label, _writable(line.value)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)
