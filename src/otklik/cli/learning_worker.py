"""Lets the machine learn when somebody asks in the browser, and at night, while the site serves."""

import logging
import subprocess
import sys
import threading

from django.db import close_old_connections, connection

from otklik.cli.ground import now
from otklik.learning.asking import ask_for_the_night, is_waiting, put_back

POLL_SECONDS = 5.0
PATIENCE_SECONDS = 20.0
# Learning takes memory and the whole of a core: it has a process of its own, which gives both
# back when it ends.
LEARN = (sys.executable, "-m", "otklik.cli.main", "learn", "--waiting")
logger = logging.getLogger(__name__)


class LearningWorker:
    """A thread that looks for runs of learning every few seconds, and has a process do them."""

    def __init__(self, *, at_night: bool, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread; without ``at_night`` it learns only when asked."""
        self._at_night = at_night
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="learning-worker", daemon=True)

    def start(self) -> None:
        """Begin to look for runs."""
        self._thread.start()

    def stop(self) -> None:
        """End; a run under way is ended and waits for the next start."""
        self._stopping.set()
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        try:
            while not self._stopping.wait(self._poll_seconds):
                self._look()
        finally:
            connection.close()

    def _look(self) -> None:
        close_old_connections()
        try:
            if self._at_night:
                ask_for_the_night(at=now())
            if is_waiting(at=now()):
                self._learn()
        except Exception:
            # A database that is away for a moment must not end the worker for good.
            logger.exception("looking for runs of learning failed")

    def _learn(self) -> None:
        with subprocess.Popen(LEARN, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own
            while process.poll() is None:
                if self._stopping.wait(self._poll_seconds / 10):
                    process.kill()
                    process.wait()
                    put_back()
                    return
        if process.returncode:
            logger.error("learning ended with code %s", process.returncode)
            # Otherwise it would be tried again at once, and fail again.
            self._stopping.wait(self._poll_seconds)
