"""Takes in the files that were uploaded in the browser, while the site is being served."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from otklik.cases.models import ImportBatch
from otklik.cases.models.choices import BatchState
from otklik.cli.ground import now
from otklik.cli.worker import Worker
from otklik.intake.operations.discard_uploads import discard_uploads
from otklik.intake.operations.take_in import run_queued
from otklik.intake.progress import progress_of

POLL_SECONDS = 2.0


class _Stopped(BaseException):
    """The site is being stopped in the middle of a file; its transaction is taken back."""


class ImportWorker(Worker):
    """A thread that looks for waiting files every few seconds."""

    name = "import-worker"

    def __init__(self, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread; a file being read when it stops waits for the next start."""
        super().__init__(poll_seconds)
        self._current: ImportBatch | None = None

    def look(self) -> None:
        """Take in what waits."""
        try:
            run_queued(at=now(), progress_of=self._progress_of)
            discard_uploads(Path(settings.IMPORT_FOLDER))
        except _Stopped:
            self._put_back()
        finally:
            self._current = None

    def _progress_of(self, batch: ImportBatch) -> Callable[[int, int], None]:
        if self._stopping.is_set():
            raise _Stopped
        self._current = batch
        write = progress_of(batch)

        def move(done: int, total: int) -> None:
            if self._stopping.is_set():
                raise _Stopped
            write(done, total)

        return move

    def _put_back(self) -> None:
        """Let the file wait again: otherwise it would wait until the lease ends."""
        if self._current is not None:
            ImportBatch.objects.filter(pk=self._current.pk, state=BatchState.RUNNING).update(
                state=BatchState.QUEUED, leased_until=None
            )
