"""Doing the runs of learning that were asked for."""

import logging
from datetime import datetime

from otklik.learning.asking import LEASE, free
from otklik.learning.models import LearningRun, RunState
from otklik.learning.study import study

logger = logging.getLogger(__name__)


def run_waiting(*, at: datetime) -> int:
    """Do the runs that wait, or whose worker died, and return how many were tried."""
    tried = 0
    for run in list(LearningRun.objects.filter(free(at)).order_by("asked_at")):
        if _claim(run, at):
            tried += 1
            _do(run, at)
    return tried


def _do(run: LearningRun, at: datetime) -> None:
    try:
        outcomes = study(run.municipality, at=at, person=run.asked_by)
    except Exception:
        logger.exception("learning run %s failed", run.pk)
        _finish(run, RunState.FAILED, {}, at)
        return
    _finish(run, RunState.DONE, {one.aspect: one.as_json() for one in outcomes}, at)


def _finish(run: LearningRun, state: RunState, outcome: dict[str, object], at: datetime) -> None:
    # Only where it still runs: a worker that took it over may have ended it meanwhile.
    LearningRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
        state=state, leased_until=None, finished_at=at, outcome=outcome
    )


def _claim(run: LearningRun, at: datetime) -> bool:
    """Claim the run by a conditional update: of two workers only one changes the row."""
    claimed = LearningRun.objects.filter(free(at), pk=run.pk).update(
        state=RunState.RUNNING, leased_until=at + LEASE
    )
    return bool(claimed)
