"""What becomes of each file of an upload, told in a sentence."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from otklik.cases import enclosed, states
from otklik.cases.current_answer import NoSuchAnswer
from otklik.cases.models import Attachment, Case
from otklik.cases.models.choices import FileCheck
from otklik.cases.operations.attach import AlreadyAttached, CaseIsFull, attach
from otklik.enclosures.names import shown_name
from otklik.enclosures.receiving import receiving
from otklik.enclosures.refusal import EnclosureRefused
from otklik.intake.reason_texts import reason_text
from otklik.web.desk.files.ground import the_rules, the_store
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.refusals import words_of

log = logging.getLogger("otklik.files")


def take(
    request: DeskRequest,
    case: Case,
    files: "Sequence[UploadedFile[Any]]",
    kind: str,
    before: int | None = None,
) -> None:
    """Attach the files one by one and say what became of each: a refused one stops no other."""
    kept = []
    for upload in files:
        name = shown_name(upload.name or "")
        try:
            kept.append(_one(request, case, upload, kind, before))
        except EnclosureRefused as refusal:
            if refusal.reason.code == "enclosure_infected":
                log.warning("case %s: infected file from %s", case.number, request.user.login)
            messages.error(request, f"«{name}»: {reason_text(refusal.reason)}")
        except AlreadyAttached:
            messages.info(request, _("“%(file)s” is attached already.") % {"file": name})
        except CaseIsFull:
            messages.error(request, _full(name))
        except enclosed.NoSuchAttachment:
            words = _("“%(file)s”: the photo before was removed meanwhile. Choose another.")
            messages.error(request, words % {"file": name})
        except (NoSuchAnswer, states.StepNotAllowed) as refusal:
            messages.error(request, words_of(refusal))
    _tell(request, kept)


def _one(
    request: DeskRequest,
    case: Case,
    upload: "UploadedFile[Any]",
    kind: str,
    before: int | None,
) -> Attachment:
    store = the_store()
    with receiving(upload.chunks(), upload.name or "", store=store, rules=the_rules()) as received:
        return attach(
            case=case,
            grants=request.grants,
            at=request.at,
            received=received,
            store=store,
            kind=kind,
            most_files=settings.CASE_FILES,
            most_bytes=settings.CASE_FILES_LIMIT_BYTES,
            before=before,
        )


def _full(name: str) -> str:
    given = {
        "file": name,
        "count": settings.CASE_FILES,
        "limit": settings.CASE_FILES_LIMIT_BYTES >> 20,
    }
    return (
        _(
            "“%(file)s” was not attached: a case may have %(count)s files of %(limit)s MB in all. "
            "Remove what is not needed."
        )
        % given
    )


def _tell(request: DeskRequest, kept: list[Attachment]) -> None:
    if not kept:
        return
    names = ", ".join(attachment.name for attachment in kept)
    messages.success(request, _("Attached: %s") % names)
    if any(attachment.file.check_state == FileCheck.WAITING for attachment in kept):
        words = _("The virus checker does not answer: the files can be opened once it does.")
        messages.warning(request, words)
