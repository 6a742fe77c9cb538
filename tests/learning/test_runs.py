"""Runs of learning are asked for once, done once, and survive a worker that died."""

from datetime import datetime, timedelta

import pytest

from otklik.cases import log
from otklik.learning import asking, runs
from otklik.learning.models import LearningRun
from tests.district import NOW, ZONE, District
from tests.learning.history import teach

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 10, 12, 23, 0, tzinfo=ZONE)
NIGHT = datetime(2026, 10, 13, 3, 5, tzinfo=ZONE)


def test_it_works(district: District) -> None:
    teach(district)
    run = asking.ask(district.municipality, person=district.people["curator"], at=NOW)
    assert asking.is_waiting(at=NOW)
    assert runs.run_waiting(at=NOW) == 1
    run.refresh_from_db()
    assert run.state == "done"
    assert run.outcome["topic"]["has_taken_over"]
    assert not asking.is_waiting(at=NOW)


def test_asking_again_while_one_waits_is_the_same_wish(district: District) -> None:
    first = asking.ask(district.municipality, person=None, at=NOW)
    assert asking.ask(district.municipality, person=None, at=NOW) == first


def test_a_run_whose_worker_died_is_done_when_its_lease_ends(district: District) -> None:
    run = asking.ask(district.municipality, person=None, at=NOW)
    LearningRun.objects.update(state="running", leased_until=NOW + asking.LEASE)
    assert runs.run_waiting(at=NOW) == 0
    assert runs.run_waiting(at=NOW + asking.LEASE + timedelta(seconds=1)) == 1
    run.refresh_from_db()
    assert run.state == "done"


def test_a_run_that_was_ended_waits_again(district: District) -> None:
    asking.ask(district.municipality, person=None, at=NOW)
    LearningRun.objects.update(state="running", leased_until=NOW + asking.LEASE)
    asking.put_back()
    assert runs.run_waiting(at=NOW) == 1


def test_a_run_that_fails_does_not_come_back(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_named: object) -> None:
        raise RuntimeError("no memory")

    monkeypatch.setattr(runs, "study", fails)
    run = asking.ask(district.municipality, person=None, at=NOW)
    assert runs.run_waiting(at=NOW) == 1
    run.refresh_from_db()
    assert run.state == "failed"
    assert not asking.is_waiting(at=NOW + timedelta(days=1))


def test_the_night_asks_once_and_only_after_something_was_taught(district: District) -> None:
    assert asking.ask_for_the_night(at=EVENING) == 1
    runs.run_waiting(at=EVENING)
    assert asking.ask_for_the_night(at=NIGHT) == 0
    entry = log.Entry("import.applied", None, EVENING + timedelta(hours=1))
    log.append(
        district.municipality, [entry], person=None, recorded_at=EVENING + timedelta(hours=1)
    )
    assert asking.ask_for_the_night(at=NIGHT - timedelta(hours=1)) == 0
    assert asking.ask_for_the_night(at=NIGHT) == 1
    runs.run_waiting(at=NIGHT)
    assert asking.ask_for_the_night(at=NIGHT + timedelta(minutes=5)) == 0
