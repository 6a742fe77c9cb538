"""Compares new cases with the register while the site is being served."""

from otklik.cli.ground import now
from otklik.cli.worker import Worker
from otklik.linking.finding import find_new

POLL_SECONDS = 2.0


class LinkingWorker(Worker):
    """A thread that proposes repeats and problems a few seconds after the cases have come."""

    name = "linking-worker"

    def __init__(self, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread."""
        super().__init__(poll_seconds)

    def look(self) -> None:
        """Compare all that is new."""
        while not self._stopping.is_set() and find_new(at=now()):
            pass
