"""Takes in the files that were uploaded in the browser, while the site is being served."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection

from otklik.cases.intake.progress import progress_of
from otklik.cases.models import ImportBatch
from otklik.cases.models.choices import BatchState
from otklik.cases.operations.discard_uploads import discard_uploads
from otklik.cases.operations.take_in import run_queued
from otklik.cli.ground import now

POLL_SECONDS = 2.0
PATIENCE_SECONDS = 20.0
logger = logging.getLogger(__name__)


class _Stopped(BaseException):
    """The site is being stopped in the middle of a file; its transaction is taken back."""


class ImportWorker:
    """A thread that looks for waiting files every few seconds."""

    def __init__(self, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread; ``poll_seconds`` is the pause between two looks."""
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="import-worker", daemon=True)
        self._current: ImportBatch | None = None

    def start(self) -> None:
        """Begin to look for files."""
        self._thread.start()

    def stop(self) -> None:
        """End; a file being read is taken back and waits for the next start."""
        self._stopping.set()
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._look()
                self._stopping.wait(self._poll_seconds)
        finally:
            connection.close()

    def _look(self) -> None:
        close_old_connections()
        try:
            run_queued(at=now(), progress_of=self._progress_of)
            discard_uploads(Path(settings.IMPORT_FOLDER))
        except _Stopped:
            self._put_back()
        except Exception:
            # A database that is away for a moment must not end the worker for good.
            logger.exception("looking for uploaded files failed")
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
