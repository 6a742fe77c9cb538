"""Watches the promises of deferred solutions while the site is being served."""

from collections import Counter
from datetime import datetime

from otklik.cases.models import Case
from otklik.cases.operations.watch_promise import watch_promise
from otklik.cases.queries.promises import cases_to_watch
from otklik.cli.ground import now
from otklik.cli.worker import Worker
from otklik.registry.models import Municipality

# A promise ends with a day: a minute after midnight is soon enough.
POLL_SECONDS = 60.0


def watch_all(at: datetime) -> Counter[str]:
    """Remind of and end the promises of all municipalities; return how many of each there were.

    Each case is a transaction of its own: what was not reached is found again.
    """
    done: Counter[str] = Counter()
    for municipality in Municipality.objects.order_by("pk"):
        for key in cases_to_watch(municipality, municipality.local(at).date()):
            case = Case.objects.select_related("municipality").get(pk=key)
            done[watch_promise(case=case, at=at)] += 1
    return done


class PromiseWorker(Worker):
    """A thread that returns deferred cases to work when their day has passed."""

    name = "promise-worker"

    def __init__(self, poll_seconds: float = POLL_SECONDS) -> None:
        """Prepare the thread."""
        super().__init__(poll_seconds)

    def look(self) -> None:
        """Watch all promises once."""
        watch_all(now())
