"""Attach a file to a case, or to the draft of its answer."""

from datetime import datetime

from django.db.models import Sum

from otklik.cases import enclosed, moves
from otklik.cases.models import Answer, Attachment, Case, StoredFile
from otklik.cases.models.choices import AttachmentKind, FileCheck
from otklik.enclosures.antivirus import BROKEN
from otklik.enclosures.receiving import Received
from otklik.enclosures.store import Store
from otklik.registry.grants import Grants


class AlreadyAttached(Exception):
    """The same file hangs there as the same thing already: a second click."""


class CaseIsFull(Exception):
    """The case would hold more files, or more bytes of them, than the installation allows."""


def attach(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    received: Received,
    store: Store,
    kind: str,
    most_files: int,
    most_bytes: int,
    before: int | None = None,
) -> Attachment:
    """Keep the received file in the store and return its attachment.

    ``before`` is the key of the photograph a photograph of the result stands beside. The bytes
    are put down while the transaction lasts: a crash leaves them without a row, never a row
    without them. Raises ``ValueError`` for an unknown kind, ``AlreadyAttached``, ``CaseIsFull``,
    ``NoSuchAnswer``, ``NoSuchAttachment`` and what ``moves.move`` raises.
    """
    kind = AttachmentKind(kind)
    with moves.move(enclosed.step_of("attach", kind), case=case, grants=grants, at=at) as current:
        answer = enclosed.draft_of(current.case, kind)
        _check_room(current.case, received, kind, answer, most_files, most_bytes)
        attachment = Attachment.objects.create(
            case=current.case,
            answer=answer,
            file=_stored(received, at),
            kind=kind,
            name=received.name,
            source_digest=received.source_digest,
            remains=";".join(received.remains),
            taken_at=_taken_at(current.case, received, at),
            lat=received.point[0] if received.point else None,
            lon=received.point[1] if received.point else None,
            before=_before(current.case, kind, before),
            added_by=current.person,
            added_at=at,
        )
        waits = attachment.file.check_state == FileCheck.WAITING
        store.keep(received.path, received.digest, preview=received.preview, waits=waits)
        # Without the name: people call files after other people.
        current.note(attachment=attachment.pk, file_kind=kind, digest=received.digest)
    return attachment


def _check_room(
    case: Case, received: Received, kind: str, answer: Answer | None, files: int, size: int
) -> None:
    live = case.attachments.live()
    if live.filter(kind=kind, answer=answer, source_digest=received.source_digest).exists():
        raise AlreadyAttached(received.name)
    held = live.aggregate(size=Sum("file__size"))["size"] or 0
    if live.count() >= files or held + received.size > size:
        raise CaseIsFull(received.name)


def _stored(received: Received, at: datetime) -> StoredFile:
    file = enclosed.locked_file(received.digest)
    file.size, file.media_type = received.size, received.kind.media_type
    file.has_preview = bool(received.preview)
    state = FileCheck.WAITING if received.check == BROKEN else FileCheck(received.check)
    if state == FileCheck.CLEAN or file.check_state != FileCheck.CLEAN:
        file.check_state = state
        file.checked_at = at if state == FileCheck.CLEAN else None
    file.save()
    return file


def _taken_at(case: Case, received: Received, at: datetime) -> datetime | None:
    """Return the moment of the camera by the clock of the municipality; one to come is none."""
    taken = received.taken_at
    if taken is not None and taken.tzinfo is None:
        taken = taken.replace(tzinfo=case.municipality.zone)
    return taken if taken is not None and taken <= at else None


def _before(case: Case, kind: str, key: int | None) -> Attachment | None:
    if key is None or kind != AttachmentKind.AFTER:
        return None
    found = case.attachments.live().filter(pk=key, kind=AttachmentKind.BEFORE).first()
    if found is None:
        raise enclosed.NoSuchAttachment(key)
    return found
