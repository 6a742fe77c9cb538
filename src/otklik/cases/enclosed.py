"""What the deeds with attachments share: who may do them, and the life of the stored bytes."""

from django.db import transaction

from otklik.cases.current_answer import last_draft
from otklik.cases.models import Answer, Attachment, Case, StoredFile
from otklik.cases.models.choices import AnswerState, AttachmentKind
from otklik.enclosures.store import Store

# What came from the applicant: whoever registers brings it.
RECEIVED_KINDS = frozenset({AttachmentKind.MESSAGE, AttachmentKind.SCAN})


class NoSuchAttachment(Exception):
    """The case has no such file, or somebody removed it meanwhile."""


def step_of(verb: str, kind: str) -> str:
    """Return the row of the table for attaching or detaching a file of the kind."""
    if kind in RECEIVED_KINDS:
        return f"{verb}_received"
    if kind == AttachmentKind.ANSWER:
        return f"{verb}_{'to' if verb == 'attach' else 'from'}_answer"
    return verb


def draft_of(case: Case, kind: str) -> Answer | None:
    """Return the draft a file of the kind belongs to. Raises ``NoSuchAnswer``: what was put to
    approval, approved or sent has the files it had."""
    return last_draft(case) if kind == AttachmentKind.ANSWER else None


def carry_on(earlier: Answer | None, later: Answer) -> None:
    """Let the files of a version go along to the next one; a sent answer keeps its own."""
    if earlier is None or earlier.state == AnswerState.SENT:
        return
    for attachment in earlier.attachments.live():
        attachment.pk, attachment.answer = None, later
        attachment.save(force_insert=True)


def locked_file(digest: str) -> StoredFile:
    """Return the locked row of the bytes, a new one if need be; must run inside a transaction.

    Who puts bytes into the store and who takes them out wait for each other here.
    """
    StoredFile.objects.get_or_create(digest=digest, defaults={"size": 0})
    return StoredFile.objects.select_for_update().get(digest=digest)


def discard_unused(digest: str, store: Store) -> None:
    """Remove the bytes unless an attachment uses them."""
    with transaction.atomic():
        file = locked_file(digest)
        if not Attachment.objects.live().filter(file=file).exists():
            store.remove(digest)
