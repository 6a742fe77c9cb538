"""The promise of a deferred case: beginning and ending its row within a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from otklik.cases.models import Case, Promise, PromiseState
from otklik.cases.models.choices import State
from otklik.registry.models import Person


class PromiseInThePast(Exception):
    """A promise must be for a day to come."""


class NoProof(Exception):
    """Nothing shows yet that what was promised is done (facts.md 13, item 4)."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of a plan of works: what is done, until which day, by whom."""

    what: str
    date: date
    who: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the step as the row of the promise and the log keep it."""
        return {"what": self.what, "date": self.date.isoformat(), "who": self.who}


def check_day(case: Case, promised_date: date, at: datetime) -> None:
    """Raise ``PromiseInThePast`` unless the day is one to come, in the case's municipality."""
    if promised_date <= case.municipality.local(at).date():
        raise PromiseInThePast(promised_date.isoformat())


def begin(
    case: Case,
    *,
    promised_date: date,
    at: datetime,
    by: Person | None,
    reason: str = "",
    notice: str = "",
    plan: Sequence[dict[str, str]] = (),
) -> Promise:
    """Store a promise that runs; what ran before it was moved."""
    told = {"reason": reason.strip(), "notice": notice.strip(), "plan": list(plan)}
    return _store(case, promised_date, at, by, **told)


def open_promise(case: Case) -> Promise | None:
    """Return the promise that runs. One a file brought or moved gets its row when asked for."""
    found = case.promises.filter(state=PromiseState.OPEN).first()
    if found is None:
        is_deferred = case.state == State.DEFERRED or not case.promises.exists()
        is_unknown = case.promised_date is not None and is_deferred
    else:
        is_unknown = found.made_by_id is None and found.promised_date != case.promised_date
    if not is_unknown or case.promised_date is None:
        return found
    return _store(case, case.promised_date, case.state_at, None)


def _store(
    case: Case, promised_date: date, at: datetime, by: Person | None, **told: Any
) -> Promise:
    _end(case, PromiseState.MOVED, at)
    return Promise.objects.create(
        case=case,
        recipient=case.recipient,
        promised_date=promised_date,
        made_at=at,
        made_by=by,
        **told,
    )


def _end(case: Case, state: str, at: datetime) -> None:
    case.promises.filter(state=PromiseState.OPEN).update(state=state, ended_at=at)


def end_open(case: Case, state: str, at: datetime) -> None:
    """End the promise that runs, if one does."""
    if open_promise(case) is not None:
        _end(case, state, at)


def is_in_time(promise_date: date, case: Case, at: datetime) -> bool:
    """Tell whether the promised local day had not ended at the moment."""
    end = datetime.combine(promise_date, time.max, tzinfo=case.municipality.zone)
    return at <= end


def settle(case: Case, at: datetime) -> None:
    """End the promise that runs as kept, or broken when its day has passed."""
    promise = open_promise(case)
    if promise is not None:
        kept = is_in_time(promise.promised_date, case, at)
        end_open(case, PromiseState.KEPT if kept else PromiseState.BROKEN, at)


def last_promise(case: Case) -> Promise | None:
    """Return the latest promise of the case, whatever became of it."""
    return case.promises.order_by("pk").last()


def check_proof(case: Case) -> None:
    """Raise ``NoProof`` when the case was put off and nothing shows the works were done."""
    last = last_promise(case)
    if last is not None and not (last.proof or last.proof_url):
        raise NoProof


def prove(case: Case, proof: str, url: str, at: datetime, by: Person) -> None:
    """Write the proof on the latest promise. Files are added to it by the attachments."""
    last = open_promise(case) or last_promise(case)
    if last is None or not (proof.strip() or url.strip()):
        raise NoProof
    last.proof, last.proof_url = proof.strip(), url.strip()
    last.proved_at, last.proved_by = at, by
    last.save(update_fields=["proof", "proof_url", "proved_at", "proved_by"])
