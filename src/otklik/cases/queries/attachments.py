"""Which files of a case a person may see."""

from otklik.cases.models import Attachment, Case
from otklik.cases.models.attachments import AttachmentQuerySet
from otklik.cases.models.choices import AttachmentKind
from otklik.cases.queries import access
from otklik.registry.grants import Grants

# What shows the place and the work. All else may name the applicant and cannot be masked.
OPEN_KINDS = (AttachmentKind.BEFORE, AttachmentKind.AFTER, AttachmentKind.PROOF)


def attachments_for(grants: Grants, case: Case) -> AttachmentQuerySet:
    """Return the files of a case that may be opened by the person who sees the case."""
    live = case.attachments.live()
    if access.sees_personal_data(grants, case):
        return live
    return live.filter(kind__in=OPEN_KINDS)


def attachment_for(grants: Grants, case: Case, key: int) -> Attachment:
    """Return the file of the case, or raise ``Attachment.DoesNotExist``: for one of another case,
    one that was removed and one whose kind is closed to the person alike."""
    return attachments_for(grants, case).select_related("file", "case__municipality").get(pk=key)
