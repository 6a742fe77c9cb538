"""Cases and people for the tests of the case pages."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.test import Client

from otklik.cases import log, terms
from otklik.cases.models import Answer, Case, Clock
from otklik.registry.calendars import calendar_of
from otklik.registry.models import Person, Regulation
from tests.district import NOW, District

WORDS = "Третий день не чистят снег на дороге, звоните 8 913 000-00-00"
APPLICANT = "Луговая Вера Ильинична"


def logged_in(person: Person) -> Client:
    """Return a browser in which the person is logged in."""
    client = Client()
    client.force_login(person, backend="otklik.registry.logins.LoginBackend")
    return client


def make_case(district: District, number: str = "2026-00001", **fields: Any) -> Case:
    """Store a case as the intake leaves one: with terms running and two entries of the log."""
    values: dict[str, Any] = {
        "municipality": district.municipality,
        "channel": "pos",
        "received_at": NOW,
        "registered_at": NOW,
        "state_at": NOW,
        "text": WORDS,
        "applicant_name": APPLICANT,
        "applicant_phone": "8 913 000-00-00",
        "regulation": Regulation.objects.get(code="fz59"),
    }
    case = Case(number=number, **(values | fields))
    clocks: list[Clock] = []
    if case.is_open and case.regulation is not None:
        running = terms.running_terms(case.regulation.terms.all())
        terms.apply_occurrence(
            clocks, running, "registered", case.registered_at, calendar_of(district.municipality)
        )
    terms.set_next_due(case, clocks)
    case.save()
    for clock in clocks:
        clock.case = case
        clock.save()
    _remember(case, NOW)
    return case


def _remember(case: Case, at: datetime) -> None:
    entries = [
        log.Entry("case.received", case.pk, at, {"channel": case.channel}, log.FILE),
        log.Entry("case.step.assigned", case.pk, at + timedelta(hours=1), {}, log.FILE),
    ]
    with transaction.atomic():
        log.append(case.municipality, entries, person=None, recorded_at=at)


def add_answer(case: Case, state: str, text: str = "Снег убран.", **fields: Any) -> Answer:
    """Store the next version of the answer in the state."""
    version = case.answers.count() + 1
    return Answer.objects.create(
        case=case, version=version, state=state, text=text, created_at=NOW, **fields
    )
