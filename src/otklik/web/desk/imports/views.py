"""Taking files in, following them, mending refused rows, undoing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otklik.cases.models import ImportBatch, QuarantinedRow
from otklik.cases.models.choices import BatchState
from otklik.intake.operations import mend_row, undo_batch
from otklik.intake.reason_texts import reason_text
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.imports import taking
from otklik.web.desk.imports.following import follow, follow_all
from otklik.web.desk.imports.forms import ImportForm
from otklik.web.desk.imports.mending import cells_of, mended, reasons_of
from otklik.web.desk.imports.rows import (
    CHANGED,
    NEW,
    require_personal,
    sees_rows,
    sources_of,
)
from otklik.web.desk.key_pages import key_page
from otklik.web.desk.middleware import DeskRequest

BATCHES_SHOWN = 20
REFUSED_SHOWN = 50


@needs(Permission.RUN_IMPORT)
def imports(request: DeskRequest) -> HttpResponse:
    """Show the drop zone and the list of files; take files in, or try them."""
    form = ImportForm(
        request.POST or None, request.FILES or None, municipality=request.municipality
    )
    tried: list[taking.Taken] = []
    if request.method == "POST" and form.is_valid():
        given = (form.cleaned_data[name] for name in ("files", "channel", "zone"))
        if "try" not in request.POST:
            taken = taking.queue(request, *given)
            _tell(request, taken)
            return redirect("imports")
        tried = taking.preview(request, *given)
    page = _batches(request)
    return render(request, "desk/imports/imports.html", {"form": form, "tried": tried, **page})


@require_GET
@needs(Permission.RUN_IMPORT)
def batches(request: DeskRequest) -> HttpResponse:
    """Answer the list of files alone, for following those being read."""
    return render(request, "desk/imports/_batches.html", _batches(request))


@require_GET
@needs(Permission.RUN_IMPORT)
def batch(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what a file brought, and its rows in quarantine."""
    found = _batch(request, pk)
    rows = key_page(
        found.quarantined.select_related("case", "mended_by"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=REFUSED_SHOWN,
    )
    refused = [(row, [reason_text(reason) for reason in reasons_of(row)]) for row in rows.rows]
    context = {
        "followed": follow(found, request.at),
        "batch": found,
        "page": rows,
        "refused": refused,
        "may_mend": sees_rows(request.grants, found),
        "may_undo": request.grants.allows(Permission.UNDO_IMPORT, request.municipality),
    }
    return render(request, "desk/imports/batch.html", context)


@require_GET
@needs(Permission.RUN_IMPORT)
def progress(request: DeskRequest, pk: int) -> HttpResponse:
    """Answer how far the file is; once it has ended the whole page is asked for anew."""
    found = _batch(request, pk)
    context = {"followed": follow(found, request.at)}
    response = render(request, "desk/imports/_progress.html", context)
    if found.state not in (BatchState.QUEUED, BatchState.RUNNING):
        response["HX-Refresh"] = "true"
    return response


@require_GET
@needs(Permission.RUN_IMPORT)
def cases(request: DeskRequest, pk: int) -> HttpResponse:
    """List the cases of the file the person may see."""
    found = _batch(request, pk)
    only = request.GET.get("only", "")
    only = only if only in (NEW, CHANGED) else ""
    page = key_page(
        sources_of(found, request.grants, only),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"batch": found, "page": page, "only": only, "base_query": f"only={only}"}
    return render(request, "desk/imports/cases.html", context)


@require_POST
@needs(Permission.UNDO_IMPORT)
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Undo the file and say what became of its cases."""
    found = _batch(request, pk)
    try:
        done = undo_batch.undo_batch(batch=found, grants=request.grants, at=request.at)
    except undo_batch.NotApplied:
        messages.error(request, _("Only a file that was taken in can be undone, and only once."))
    except undo_batch.LaterFileStands:
        words = _("A later file has changed the same cases: undo that one first.")
        messages.error(request, words)
    else:
        words = _(
            "The file is undone. Cases removed: %(removed)s, put back as they were: "
            "%(restored)s, left because people worked on them: %(kept)s."
        )
        given = {"removed": done.removed, "restored": done.restored, "kept": done.kept}
        messages.success(request, words % given)
    return redirect("import-batch", pk=pk)


@needs(Permission.RUN_IMPORT)
def mend(request: DeskRequest, pk: int, row: int) -> HttpResponse:
    """Show a refused row with its cells; with POST take it in as it was mended."""
    refused = get_object_or_404(QuarantinedRow, pk=row, batch=_batch(request, pk))
    require_personal(request.grants, refused.batch)
    reasons, payload = reasons_of(refused), None
    if request.method == "POST":
        payload = mended(refused, request.POST)
        try:
            _retry(request, refused, payload)
            return redirect("import-batch", pk=pk)
        except mend_row.StillRefused as error:
            reasons = list(error.reasons)
    context = {
        "batch": refused.batch,
        "row": refused,
        "reasons": [reason_text(reason) for reason in reasons],
        "cells": cells_of(refused, payload, reasons),
        "is_second_try": payload is not None,
    }
    return render(request, "desk/imports/row.html", context)


def _retry(request: DeskRequest, row: QuarantinedRow, payload: dict[str, str]) -> None:
    """Try the mended row and say what became of it; ``StillRefused`` goes to the caller."""
    try:
        case = mend_row.mend_row(row=row, payload=payload, grants=request.grants, at=request.at)
    except mend_row.AlreadyMended:
        messages.error(request, _("The row was taken in before, or its file was undone."))
        return
    words = _("Row %(row)s is taken in as case %(number)s.")
    messages.success(request, words % {"row": row.row_number, "number": case.number})


def _batches(request: DeskRequest) -> dict[str, object]:
    """Return a page of the files of the municipality, the newest first."""
    found = ImportBatch.objects.filter(municipality=request.municipality)
    page = key_page(
        found.select_related("person"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        descending=True,
        size=BATCHES_SHOWN,
    )
    files = follow_all(page.rows, request.at)
    return {"page": page, "files": files, "is_live": any(one.is_live for one in files)}


def _tell(request: DeskRequest, taken: list[taking.Taken]) -> None:
    waiting = ", ".join(one.file_name for one in taken if not one.failure)
    if waiting:
        messages.success(request, _("Waiting to be taken in: %s") % waiting)
    for one in taken:
        if one.failure:
            messages.error(request, one.failure)


def _batch(request: DeskRequest, pk: int) -> ImportBatch:
    found = ImportBatch.objects.select_related("person", "municipality")
    return get_object_or_404(found, pk=pk, municipality=request.municipality)
