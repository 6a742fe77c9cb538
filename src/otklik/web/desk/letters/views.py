"""A letter to be taken, the templates of letters, and the register of ended correspondence."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.models import CorrespondenceEnd
from otklik.cases.operations.look import look
from otklik.cases.queries import access
from otklik.letters.fields import FIELDS, sample
from otklik.letters.making import document_of
from otklik.letters.models import IssuedLetter, LetterKind, LetterTemplate
from otklik.letters.templates import (
    LARGEST_FILE,
    NotATemplate,
    put_template,
    take_out_template,
    template_for,
)
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.veil import veil_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROWS_A_PAGE = 50


@require_safe
def case_letter(request: DeskRequest, number: str, key: int) -> HttpResponse:
    """Answer the letter as it was made; the look at the names in it is written down."""
    case = access.case_for(request.grants, request.municipality, number)
    access.require(request.grants, Permission.VIEW_PERSONAL, case)
    # What a letter said goes with the names when the term of keeping is over.
    letter: IssuedLetter = get_object_or_404(case.letters.exclude(data={}), pk=key)
    look(case=case, grants=request.grants, at=request.at, page="case-letter")
    try:
        content = document_of(letter)
    except FileNotFoundError as error:
        raise Http404 from error
    return _download(content, f"{letter.kind}-{letter.pk}")


@require_safe
@needs(Permission.VIEW_REGISTRY)
def templates(request: DeskRequest) -> HttpResponse:
    """Show which templates are in use, and the fields they may name."""
    own = {
        row.kind: row for row in LetterTemplate.objects.filter(municipality=request.municipality)
    }
    context = {
        "lines": [(kind, own.get(kind.value)) for kind in LetterKind],
        "fields": [("{{ " + name + " }}", words) for name, words in FIELDS.items()],
        "may_edit": request.grants.allows(Permission.EDIT_REGISTRY, request.municipality),
    }
    return render(request, "desk/letters/templates.html", context)


@require_safe
@needs(Permission.VIEW_REGISTRY)
def template(request: DeskRequest, kind: str) -> HttpResponse:
    """Answer the template in use."""
    if kind not in LetterKind.values:
        raise Http404
    try:
        found = template_for(request.municipality, kind)
    except FileNotFoundError as error:
        raise Http404 from error
    return _download(found.content, kind)


@require_POST
@needs(Permission.EDIT_REGISTRY)
def put(request: DeskRequest, kind: str) -> HttpResponse:
    """Put in a template, or without a file take the usual one again."""
    if kind not in LetterKind.values:
        raise Http404
    file = request.FILES.get("file")
    asked: dict[str, Any] = {
        "municipality": request.municipality,
        "grants": request.grants,
        "at": request.at,
    }
    if file is None:
        take_out_template(kind=kind, **asked)
        messages.success(request, _("The usual template is used again."))
        return redirect("letter-templates")
    try:
        put_template(
            kind=kind,
            content=file.read(LARGEST_FILE + 1),
            file_name=file.name or "",
            sample=sample(request.municipality, request.grants.person, request.at),
            **asked,
        )
    except NotATemplate as refusal:
        words = _("This file cannot be a template of this letter: %(why)s")
        messages.error(request, words % {"why": _why(refusal)})
    else:
        messages.success(request, _("The template is used from now on."))
    return redirect("letter-templates")


@require_safe
@needs(Permission.VIEW_CASE)
def correspondence(request: DeskRequest) -> HttpResponse:
    """Show the decisions to end correspondence, those in force first."""
    cases = access.cases_for(request.grants, request.municipality)
    found = CorrespondenceEnd.objects.filter(
        municipality=request.municipality, case__in=cases.values("pk")
    ).select_related("case", "decided_by", "lifted_by")
    page = Paginator(found.order_by("-lifted_at", "-decided_at", "-pk"), ROWS_A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    lines = []
    for decision in shown.object_list:
        veil = veil_of(decision.case, request.grants)
        if veil.is_open:
            look(case=decision.case, grants=request.grants, at=request.at, page="correspondence")
        name = veil.name(decision.case.applicant_name)
        lines.append((decision, name, veil.text(decision.question), veil.text(decision.reason)))
    return render(request, "desk/letters/correspondence.html", {"lines": lines, "page": shown})


def _why(refusal: NotATemplate) -> str:
    known = {
        "size": _("it is too large."),
        "docx": _("it is no Word document (.docx)."),
    }
    return known.get(str(refusal), str(refusal)[:200])


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return HttpResponse(content, content_type=DOCX, headers=headers)
