"""What the people of the demonstration centre said to each other: calls, requests, notices."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from otklik.cases.models import Case
from otklik.cases.models.choices import State
from otklik.cases.operations.ask_information import ask_information
from otklik.cases.operations.give_information import give_information
from otklik.cases.operations.write_note import write_note
from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import Municipality, Organisation, Person
from otklik.registry.permissions import Permission
from otklik.reminders.staff import Staff

QUESTIONS = (
    "Состоит ли этот участок дороги на балансе учреждения? Если да, когда он включён в план работ?",
    "Подтвердите, пожалуйста, дату последней проверки и её результат.",
    "Кто обслуживает эту сеть и есть ли заявка в аварийной службе?",
)
REPLY = "Участок на нашем балансе не состоит, его обслуживает администрация сельсовета."
NOTES = (
    "посмотрите, пожалуйста: похоже, это тот же участок, о котором писали в прошлом месяце.",
    "заявитель звонил в приёмную, просит сообщить срок. Что ему сказать?",
)


def talk(municipality: Municipality, curator: Grants, at: datetime) -> None:
    """Let colleagues be called to a few cases, and other bodies be asked about some."""
    on = municipality.local(at).date()
    staff = Staff(municipality, on)
    working = Case.objects.of_municipality(municipality).filter(
        state__in=[State.ASSIGNED, State.IN_PROGRESS], recipient__isnull=False
    )
    cases = list(working.select_related("recipient", "executor").order_by("-received_at")[:12])
    for number, case in enumerate(cases[:4]):
        people = staff.executors(case)[:1]
        if people:
            told = f"@{people[0].login}, {NOTES[number % len(NOTES)]}"
            write_note(case=case, grants=curator, at=_before(case, at, 5 + number), text=told)
    for number, case in enumerate(cases[4:9]):
        _ask(case, number, curator, at)
    lead = staff.nearest(Permission.APPROVE_ANSWER, cases[0])[:1] if cases else []
    for person in lead:
        own = grants_of(person, on)
        told = f"@{curator.person.login} беру на контроль, ответим сегодня."
        write_note(case=cases[0], grants=own, at=_before(cases[0], at, 2), text=told)


def _ask(case: Case, number: int, curator: Grants, at: datetime) -> None:
    body = _others(case)[number % 3 : number % 3 + 1].first()
    if body is None:
        return
    asked_at = _before(case, at, 26 + 20 * number)
    question = QUESTIONS[number % len(QUESTIONS)]
    # The first is late already, the last one is answered.
    days = 1 if number == 0 else None
    ask_information(
        case=case, grants=curator, at=asked_at, question=question, organisation=body, days=days
    )
    if number == 4:
        request = case.information_requests.get()
        give_information(request=request, grants=curator, at=_before(case, at, 1), reply=REPLY)


def _others(case: Case) -> QuerySet[Organisation]:
    """Return the bodies of the municipality that have people here, but the case's own."""
    bodies = Organisation.objects.filter(municipality=case.municipality, is_recipient=True)
    working = Person.objects.filter(is_active=True).values("organisation")
    return bodies.filter(pk__in=working).exclude(pk=case.recipient_id or 0).order_by("code")


def _before(case: Case, at: datetime, hours: float) -> datetime:
    """Return the moment some hours ago, but not before the case came."""
    return max(case.received_at + timedelta(minutes=10), at - timedelta(hours=hours))
