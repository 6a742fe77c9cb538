"""Carries out approved acts of the end of keeping while the site is being served."""

from pathlib import Path

from django.conf import settings

from otklik.cli.ground import now
from otklik.cli.worker import Worker
from otklik.enclosures.store import Store
from otklik.privacy.carrying_out import carry_out_next

POLL_SECONDS = 10.0


class PrivacyWorker(Worker):
    """A thread that takes names out of cases, or whole cases, once an act is approved."""

    name = "privacy-worker"

    def __init__(self, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread."""
        super().__init__(poll_seconds)

    def look(self) -> None:
        """Carry out all that is approved."""
        store = Store(Path(settings.FILES_FOLDER))
        while not self._stopping.is_set() and carry_out_next(at=now(), store=store):
            pass
