"""Write down what the virus checker says of a file that waited for it."""

from datetime import datetime

from django.db import transaction

from otklik.cases import enclosed, log
from otklik.cases.models import Case, StoredFile
from otklik.cases.models.choices import FileCheck
from otklik.enclosures.antivirus import CLEAN, INFECTED, Verdict
from otklik.enclosures.store import Store
from otklik.registry.models import Municipality


def judge_file(*, file: StoredFile, verdict: Verdict, store: Store, at: datetime) -> StoredFile:
    """Let the file out of quarantine, or remove its bytes, and return it.

    The machine decides, so no permission is asked for; the log of every case that holds the file
    says so. A checker that is still broken changes nothing. Raises ``FileLost``.
    """
    if verdict.state not in (CLEAN, INFECTED):
        return file
    with transaction.atomic():
        cases = Case.objects.filter(attachments__file=file, attachments__removed_at=None).distinct()
        owners = Municipality.objects.filter(pk__in=cases.values("municipality")).order_by("pk")
        for owner in owners:
            log.hold(owner)
        found = enclosed.locked_file(file.digest)
        if found.check_state != FileCheck.WAITING:
            return found
        found.check_state, found.checked_at = FileCheck(verdict.state), at
        found.save(update_fields=["check_state", "checked_at"])
        data = {"digest": found.digest, "check_state": verdict.state, "found": verdict.words}
        for owner in owners:
            keys = cases.of_municipality(owner).values_list("pk", flat=True)
            entries = [log.Entry("case.file_checked", key, at, data, log.MACHINE) for key in keys]
            log.append(owner, entries, person=None, recorded_at=at)
        if verdict.state == CLEAN:
            store.release(found.digest)
        else:
            store.remove(found.digest)
    return found
