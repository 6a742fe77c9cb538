"""``watch-promises`` and the worker beside the site: deferred cases come back by themselves."""

from datetime import timedelta

from django.utils import timezone

from otklik.cases.models import Case, Event
from otklik.cli.promise_worker import PromiseWorker
from tests.cli.conftest import Run
from tests.district import District
from tests.factories import make_case


def deferred(district: District, number: str, days: int) -> Case:
    day = district.municipality.local(timezone.now()).date() + timedelta(days=days)
    return make_case(district, number=number, state="deferred", promised_date=day)


def test_what_has_passed_comes_back_and_the_second_call_does_nothing(
    run: Run, district: District
) -> None:
    passed = deferred(district, "Д-1", -1)
    today, far = deferred(district, "Д-2", 0), deferred(district, "Д-3", 9)
    first = run("watch-promises")
    assert first.exit_code == 0, first.output
    states = [Case.objects.get(pk=case.pk).state for case in (passed, today, far)]
    assert states == ["in_progress", "deferred", "deferred"]
    told = Event.objects.count()
    assert run("watch-promises").output != first.output
    assert Event.objects.count() == told


def test_the_worker_does_the_same(district: District) -> None:
    case = deferred(district, "Д-1", -1)
    PromiseWorker().look()
    assert Case.objects.get(pk=case.pk).state == "in_progress"
