"""Remove uploaded files that have been read: their rows are kept with the cases."""

from pathlib import Path

from otklik.cases.models import ImportBatch
from otklik.cases.models.choices import BatchState
from otklik.intake.progress import forget_progress

ENDED = (BatchState.APPLIED, BatchState.FAILED, BatchState.UNDONE)


def discard_uploads(folder: Path) -> int:
    """Delete the files of ended batches inside the folder of uploads; return how many.

    They hold personal data nobody needs twice (152-FZ art. 5). A file outside the folder is the
    user's own, given to a command, and is left alone.
    """
    removed = 0
    for batch in ImportBatch.objects.filter(state__in=ENDED).exclude(stored_path=""):
        path = Path(batch.stored_path)
        if path.is_relative_to(folder):
            forget_progress(batch)
            path.unlink(missing_ok=True)
            ImportBatch.objects.filter(pk=batch.pk).update(stored_path="")
            removed += 1
    return removed
