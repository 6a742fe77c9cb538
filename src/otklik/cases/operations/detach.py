"""Remove a file from a case."""

from datetime import datetime
from functools import partial

from django.db import transaction

from otklik.cases import enclosed, moves
from otklik.cases.models import Attachment
from otklik.enclosures.store import Store
from otklik.registry.grants import Grants


def detach(
    *, attachment: Attachment, grants: Grants, at: datetime, reason: str, store: Store
) -> Attachment:
    """Hide the file and return its attachment; row and log stay, and say who and why.

    The bytes go when nothing uses them any more. Raises ``NoSuchAttachment`` for one removed
    meanwhile, ``NoSuchAnswer`` when its answer is no draft any more, and what ``moves.move``
    raises.
    """
    step = enclosed.step_of("detach", attachment.kind)
    given: dict[str, object] = {"reason": reason}
    with moves.move(step, case=attachment.case, grants=grants, at=at, given=given) as current:
        found = current.case.attachments.live().filter(pk=attachment.pk).first()
        if found is None or found.answer != enclosed.draft_of(current.case, found.kind):
            raise enclosed.NoSuchAttachment(attachment.pk)
        found.removed_at, found.removed_by = at, current.person
        found.removed_reason = reason.strip()[:300]
        found.save(update_fields=["removed_at", "removed_by", "removed_reason"])
        current.note(attachment=found.pk, file_kind=found.kind, reason=found.removed_reason)
        transaction.on_commit(partial(enclosed.discard_unused, found.file_id, store))
    return found
