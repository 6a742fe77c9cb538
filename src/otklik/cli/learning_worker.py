"""Lets the machine learn when somebody asks in the browser, and at night, while the site serves."""

import logging
import subprocess
import sys

from otklik.cli.ground import now
from otklik.cli.worker import Worker
from otklik.learning.asking import ask_for_the_night, is_waiting, put_back

POLL_SECONDS = 5.0
# Learning takes memory and the whole of a core: it has a process of its own, which gives both
# back when it ends.
LEARN = (sys.executable, "-m", "otklik.cli.main", "learn", "--waiting")
logger = logging.getLogger(__name__)


class LearningWorker(Worker):
    """A thread that looks for runs of learning every few seconds, and has a process do them."""

    name = "learning-worker"

    def __init__(self, *, at_night: bool, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread; without ``at_night`` it learns only when asked.

        A run under way when it stops is ended and waits for the next start.
        """
        super().__init__(poll_seconds)
        self._at_night = at_night

    def look(self) -> None:
        """Have runs done that wait."""
        if self._at_night:
            ask_for_the_night(at=now())
        if is_waiting(at=now()):
            self._learn()

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
