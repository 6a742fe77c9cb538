"""Tells people what is new and sends their letters while the site is being served."""

import time

from otklik.cli.ground import now
from otklik.cli.worker import Worker
from otklik.reminders.letters import make_letters
from otklik.reminders.sending import send_letters
from otklik.reminders.telling import tell_news

POLL_SECONDS = 5.0
# Terms and letters go by minutes, what colleagues do by seconds.
MINUTE = 60.0


class RemindingWorker(Worker):
    """A thread that makes notices a few seconds after something was done."""

    name = "reminding-worker"

    def __init__(self, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread."""
        super().__init__(poll_seconds)
        self._last_minute = float("-inf")

    def look(self) -> None:
        """Tell what is new; once a minute also of terms, and send letters."""
        is_minute = time.monotonic() - self._last_minute >= MINUTE
        tell_news(at=now(), with_steps=is_minute)
        if is_minute:
            self._last_minute = time.monotonic()
            make_letters(at=now())
            send_letters(at=now())
