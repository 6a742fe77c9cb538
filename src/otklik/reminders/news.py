"""What the log of the centre has to tell to whom: one reader for each name of an entry."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from otklik.cases.models import Answer, Case, Event, InformationRequest
from otklik.cases.models.choices import State
from otklik.registry.models import Municipality, Person
from otklik.registry.permissions import Permission
from otklik.reminders.facts import Fact
from otklik.reminders.models import NoticeKind
from otklik.reminders.staff import Staff
from otklik.rules.uses import told_logins

# Where a regulation names no rating at which opening again is offered.
LOW_RATING = 2
Told = tuple[str, Iterable[Person]]
Reader = Callable[[Event, Case, Staff], Iterator[Told]]


def facts_of(events: Sequence[Event], municipality: Municipality, staff: Staff) -> list[Fact]:
    """Return what the entries tell, to each only of what he may see, and never his own deeds."""
    cases = Case.objects.filter(municipality=municipality).select_related(
        "executor", "recipient", "regulation"
    )
    known = cases.in_bulk({event.case_id for event in events if event.case_id})
    found: list[Fact] = []
    told = _told_by_rules([known[e.case_id] for e in events if _is_arrival(e, known)])
    for event in events:
        case = known.get(event.case_id or 0)
        if case is not None:
            found += _facts(event, case, staff)
            found += _of_rules(event, case, staff, told.get(case.pk, ()))
    return found


def _facts(event: Event, case: Case, staff: Staff) -> Iterator[Fact]:
    case.municipality = staff.municipality
    readers = [READERS[event.name]] if event.name in READERS else []
    for reader in [*readers, _red_flag]:
        for kind, people in reader(event, case, staff):
            for person in people:
                if person.pk != event.person_id and staff.sees(person, case):
                    yield _fact(event, case, kind, person)
    yield from _asked(event, case, staff)


def _fact(event: Event, case: Case, kind: str, person: Person) -> Fact:
    key = f"{event.municipality_id}-{event.seq}-{kind}"
    if kind == NoticeKind.RED_FLAG and case.flag_waits_since is not None:
        # Once for each flag, by whichever entry a person first may see the case.
        key = f"flag-{case.pk}-{int(case.flag_waits_since.timestamp())}"
    data = {"by": event.person_id} if event.person_id else {}
    return Fact(person, kind, key, event.recorded_at, case.pk, data=data)


def _is_arrival(event: Event, known: dict[int, Case]) -> bool:
    case = known.get(event.case_id or 0) if event.name == "case.received" else None
    return case is not None and case.is_open


def _told_by_rules(cases: Iterable[Case]) -> dict[int, list[Person]]:
    """Return by key of the case the people the rules that took it tell."""
    told = told_logins(cases)
    logins = {login for some in told.values() for login in some}
    people = {p.login: p for p in Person.objects.filter(login__in=logins, is_active=True)}
    return {key: [people[one] for one in some if one in people] for key, some in told.items()}


def _of_rules(event: Event, case: Case, staff: Staff, people: Iterable[Person]) -> Iterator[Fact]:
    if event.name == "case.received":
        for person in people:
            if staff.sees(person, case):
                yield _fact(event, case, NoticeKind.TAKEN_BY_RULE, person)


def _received(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    if case.is_open and case.recipient_id is not None:
        yield from _assigned(event, case, staff)


def _updated(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    after = event.details.get("after") or {}
    if after.keys() & {"recipient", "recipient_id"}:
        yield from _received(event, case, staff)
    if "rating" in after:
        yield from _rated(event, case, staff)


def _assigned(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    kind = NoticeKind.NEW_IN_ORGANISATION if case.executor is None else NoticeKind.ASSIGNED
    yield kind, staff.executors(case)


def _handed_over(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    yield NoticeKind.HANDED_OVER, staff.executors(case)


def _submitted(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    # Read late, when the answer has gone on, it is no news any more.
    if case.state == State.IN_REVIEW:
        yield NoticeKind.WAITS_APPROVAL, staff.holding(Permission.APPROVE_ANSWER, case)


def _returned(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    version = event.details.get("version") or 0
    answer = Answer.objects.filter(case=case, version=version).select_related("author").first()
    people = staff.executors(case)
    if answer is not None and answer.author is not None:
        authors = [answer.author, case.executor] if case.executor else [answer.author]
        people = staff.with_substitutes(authors)
    yield NoticeKind.RETURNED, people


def _approved(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    if case.state == State.APPROVED:
        yield NoticeKind.APPROVED, staff.nearest(Permission.SEND_ANSWER, case)


def _rated(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    limit = case.regulation.reopen_at_rating if case.regulation else None
    value = event.details.get("value") or (event.details.get("after") or {}).get("rating")
    if isinstance(value, int) and value <= (limit or LOW_RATING):
        leads = staff.nearest(Permission.APPROVE_ANSWER, case)
        yield NoticeKind.RETURNED_BY_CITIZEN, [*staff.executors(case), *leads]


def _reopened(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    yield NoticeKind.RETURNED_BY_CITIZEN, staff.executors(case)


def _note(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    keys = event.details.get("called_ids") or []
    yield NoticeKind.CALLED, Person.objects.filter(pk__in=keys, is_active=True)


def _extension(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    yield NoticeKind.EXTENSION_ASKED, staff.nearest(Permission.EXTEND_TERM, case)


def _given(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    request = _request(event)
    if request is not None:
        yield NoticeKind.INFORMATION_GIVEN, staff.with_substitutes([request.asked_by])


def _red_flag(event: Event, case: Case, staff: Staff) -> Iterator[Told]:
    if case.flag_waits_since is not None and case.is_open:
        yield NoticeKind.RED_FLAG, staff.nearest(Permission.APPROVE_ANSWER, case)


def _asked(event: Event, case: Case, staff: Staff) -> Iterator[Fact]:
    """Tell those asked for information: of the request alone, whether they see the case or not."""
    request = _request(event) if event.name == "case.ask_information" else None
    if request is None or not request.is_open:
        return
    for person in asked_people(request, staff):
        if person.pk != event.person_id:
            key = f"{event.municipality_id}-{event.seq}-asked"
            kind = NoticeKind.INFORMATION_ASKED
            yield Fact(person, kind, key, event.recorded_at, request_id=request.pk)


def asked_people(request: InformationRequest, staff: Staff) -> list[Person]:
    """Return the people a request is put to."""
    if request.person is not None:
        return staff.with_substitutes([request.person])
    return staff.of_body(request.organisation_id)


def _request(event: Event) -> InformationRequest | None:
    rows = InformationRequest.objects.filter(pk=_number(event.details), case=event.case_id)
    return rows.select_related("asked_by", "person", "organisation").first()


def _number(details: dict[str, Any]) -> int:
    value = details.get("request")
    return value if isinstance(value, int) else 0


READERS: dict[str, Reader] = {
    "case.received": _received,
    "case.mended": _received,
    "case.updated": _updated,
    "case.assign": _assigned,
    "case.hand_over": _handed_over,
    "case.submit_answer": _submitted,
    "case.return_answer": _returned,
    "case.approve_answer": _approved,
    "case.rate": _rated,
    "case.reopen": _reopened,
    "case.write_note": _note,
    "case.ask_extension": _extension,
    "case.give_information": _given,
}
