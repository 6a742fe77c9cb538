"""A thread that works beside the site: looks every few seconds whether there is something to do."""

import logging
import threading
from abc import ABC, abstractmethod

from django.db import close_old_connections, connection

PATIENCE_SECONDS = 20.0
logger = logging.getLogger(__name__)


class Worker(ABC):
    """Looks, rests, looks again, until it is stopped; an error of one look ends only that look."""

    name = "worker"

    def __init__(self, poll_seconds: float) -> None:
        """Prepare the thread; ``poll_seconds`` is the pause between two looks."""
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End; what is under way is ended in good order."""
        self._stopping.set()
        self._thread.join(PATIENCE_SECONDS)

    @abstractmethod
    def look(self) -> None:
        """Do what waits to be done, and look at ``_stopping`` now and then."""

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._look_safely()
                self._stopping.wait(self._poll_seconds)
        finally:
            connection.close()

    def _look_safely(self) -> None:
        close_old_connections()
        try:
            self.look()
        except Exception:
            # A database that is away for a moment must not end the worker for good.
            logger.exception("%s: a look failed", self.name)
