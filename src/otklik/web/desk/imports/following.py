"""Following a file from the upload to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.cases.models import ImportBatch
from otklik.cases.models.choices import BatchState
from otklik.core.reasons import Reason
from otklik.intake.progress import Progress, read_progress
from otklik.intake.reason_texts import reason_text

# The worker looks for files every few seconds; past this something keeps it.
PATIENCE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Followed:
    """A file with how far it is; ``failure`` says in words why it was refused as a whole."""

    batch: ImportBatch
    progress: Progress | None
    failure: str
    waits_long: bool

    @property
    def is_running(self) -> bool:
        """Whether the worker is reading it now."""
        return self.batch.state == BatchState.RUNNING

    @property
    def is_live(self) -> bool:
        """Whether something will still happen to it by itself."""
        return self.batch.state in (BatchState.QUEUED, BatchState.RUNNING)

    @property
    def is_applied(self) -> bool:
        """Whether its cases are in the register."""
        return self.batch.state == BatchState.APPLIED


def follow(batch: ImportBatch, at: datetime) -> Followed:
    """Return the file as it stands at the moment ``at``."""
    running = batch.state == BatchState.RUNNING
    return Followed(
        batch,
        progress=read_progress(batch) if running else None,
        failure=reason_text(Reason.from_json(batch.failure)) if batch.failure else "",
        waits_long=batch.state == BatchState.QUEUED and at - batch.created_at > PATIENCE,
    )


def follow_all(batches: Iterable[ImportBatch], at: datetime) -> list[Followed]:
    """Return the files as they stand at the moment ``at``, in their order."""
    return [follow(batch, at) for batch in batches]
