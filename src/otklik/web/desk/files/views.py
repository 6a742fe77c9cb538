"""Attaching, opening and removing the files of a case."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.cases import enclosed, states
from otklik.cases.current_answer import NoSuchAnswer
from otklik.cases.models import Attachment, Case, PersonalDataLook
from otklik.cases.models.choices import FileCheck
from otklik.cases.operations.detach import detach
from otklik.cases.operations.judge_file import judge_file
from otklik.cases.operations.look import look
from otklik.cases.queries import access
from otklik.cases.queries.attachments import OPEN_KINDS, attachment_for, attachments_for
from otklik.enclosures.antivirus import scan
from otklik.enclosures.kinds import KINDS, PICTURE
from otklik.enclosures.store import FileLost
from otklik.registry.permissions import Permission
from otklik.web.desk.files.forms import FilesForm, RemovalForm
from otklik.web.desk.files.ground import the_store
from otklik.web.desk.files.lines import OPENABLE
from otklik.web.desk.files.taking import take
from otklik.web.desk.links import case_path
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.refusals import words_of

log = logging.getLogger("otklik.files")
# Drawn anew by ourselves, so a browser may show them; all else is only saved.
SHOWN = frozenset(kind.media_type for kind in KINDS.values() if kind.family == PICTURE)
# The small pictures of one card are one look, not ten.
SAME_LOOK = timedelta(minutes=10)


@require_POST
def case_files(request: DeskRequest, number: str) -> HttpResponse:
    """Attach the files of the form to the case."""
    case = access.case_for(request.grants, request.municipality, number)
    form = FilesForm(request.POST, request.FILES, case=case, grants=request.grants)
    if form.is_valid():
        data = form.cleaned_data
        take(request, case, form.given(), data["kind"], data["before"])
    else:
        # What the person may not attach is no choice of the form.
        for problems in form.errors.values():
            messages.error(request, " ".join(str(problem) for problem in problems))
    return _to_the_files(case)


@require_safe
def case_file(
    request: DeskRequest, number: str, key: int, *, is_preview: bool = False
) -> HttpResponseBase:
    """Answer a file of the case, or its small picture, to whoever may see it; a look at what
    came from the applicant is written down."""
    attachment = _found(request, number, key)
    if attachment.file.check_state not in OPENABLE or (
        is_preview and not attachment.file.has_preview
    ):
        raise Http404
    _write_down(request, attachment, is_preview=is_preview)
    etag = f'"{attachment.file_id}{"-small" if is_preview else ""}"'
    unchanged = get_conditional_response(request, etag=etag)
    try:
        response = unchanged or (_small(attachment) if is_preview else _whole(attachment))
    except FileLost as lost:
        log.error("case %s, file %s: %s", number, attachment.pk, lost)
        raise Http404 from lost
    response["ETag"] = etag
    # Asked for anew each time: who may see it, and whether it is still there, may have changed.
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
def case_file_remove(request: DeskRequest, number: str, key: int) -> HttpResponse:
    """Remove a file of the case, with a reason."""
    attachment = _found(request, number, key)
    step = states.TABLE[enclosed.step_of("detach", attachment.kind)]
    access.require(request.grants, step.permission, attachment.case)
    form = RemovalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the file is removed."))
        return _to_the_files(attachment.case)
    try:
        detach(
            attachment=attachment,
            grants=request.grants,
            at=request.at,
            reason=form.cleaned_data["reason"],
            store=the_store(),
        )
    except enclosed.NoSuchAttachment:
        messages.error(request, _("The file was removed meanwhile."))
    except (NoSuchAnswer, states.StepNotAllowed) as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, _("The file is removed."))
    return _to_the_files(attachment.case)


@require_POST
def case_files_check(request: DeskRequest, number: str) -> HttpResponse:
    """Ask the virus checker again about the files of the case that wait for it."""
    case = access.case_for(request.grants, request.municipality, number)
    access.require(request.grants, Permission.NOTE_CASE, case)
    store, still = the_store(), 0
    waiting = attachments_for(request.grants, case).filter(file__check_state=FileCheck.WAITING)
    for attachment in waiting.select_related("file"):
        try:
            path = store.path(attachment.file_id, waits=True)
            verdict = scan(settings.ANTIVIRUS_COMMAND, path, seconds=settings.ANTIVIRUS_SECONDS)
            judged = judge_file(file=attachment.file, verdict=verdict, store=store, at=request.at)
            still += judged.check_state == FileCheck.WAITING
        except FileLost as lost:
            log.error("case %s, file %s: %s", number, attachment.pk, lost)
            still += 1
    if still:
        messages.error(request, _("The virus checker does not answer yet. Tell the administrator."))
    else:
        messages.success(request, _("The files are checked."))
    return _to_the_files(case)


def _found(request: DeskRequest, number: str, key: int) -> Attachment:
    """Return the file the person may see; a foreign, a removed and an unknown one are 404."""
    case = access.case_for(request.grants, request.municipality, number)
    try:
        return attachment_for(request.grants, case, key)
    except Attachment.DoesNotExist as error:
        raise Http404 from error


def _write_down(request: DeskRequest, attachment: Attachment, *, is_preview: bool) -> None:
    if attachment.kind in OPEN_KINDS:
        return
    case = attachment.case
    seen = PersonalDataLook.objects.filter(
        municipality=case.municipality_id,
        at__gt=request.at - SAME_LOOK,
        case_id=case.pk,
        person=request.user,
    )
    if not (is_preview and seen.exists()):
        look(case=case, grants=request.grants, at=request.at, page="case-file")


def _whole(attachment: Attachment) -> FileResponse:
    media_type = attachment.file.media_type
    return FileResponse(
        the_store().path(attachment.file_id).open("rb"),
        as_attachment=media_type not in SHOWN,
        filename=attachment.name,
        content_type=media_type,
    )


def _small(attachment: Attachment) -> HttpResponse:
    return HttpResponse(the_store().preview(attachment.file_id), content_type="image/jpeg")


def _to_the_files(case: Case) -> HttpResponse:
    return redirect(f"{case_path(case.number)}#files")
