"""Register what came by telephone, on paper or at a personal reception."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from otklik.cases import guesses, log, terms
from otklik.cases.models import Case, Clock, Question
from otklik.cases.models.choices import CaseKind, State
from otklik.cases.queries.access import NotAllowed
from otklik.channels.incoming import Incoming
from otklik.intake.completeness import Given, Lack, lacks_of
from otklik.intake.drafting import search_fields
from otklik.intake.numbers import Numbered, take_numbers
from otklik.intake.reader import reader_of
from otklik.intake.sorting import Sorted, Sorter
from otklik.registry.calendars import calendar_of
from otklik.registry.catalogue import Catalogue
from otklik.registry.grants import Grants, Scope
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.rules import uses

# The same sheet again so soon is a second click, not a second call.
SAME_CLICK = timedelta(minutes=2)
HAND_CHANNELS = ("phone", "paper", "reception", "email", "official_page")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a clerk fills in for an item that came by hand.

    ``channel`` one of ``HAND_CHANNELS``; ``received_at`` aware; place names in words, they are
    matched to the registry like those of a file.
    """

    channel: str
    received_at: datetime
    text: str
    kind: str = CaseKind.MESSAGE
    appeal_kind: str = ""
    author_kind: str = "citizen"
    is_collective: bool = False
    applicant_name: str = ""
    applicant_address: str = ""
    applicant_phone: str = ""
    applicant_email: str = ""
    settlement: str = ""
    street: str = ""
    house: str = ""
    external_id: str = ""
    source: str = ""
    is_incomplete: bool = False


class SheetIncomplete(Exception):
    """The sheet lacks what the law or the register needs; ``fields`` names it."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class AlreadyRegistered(Exception):
    """A case with this number in the channel is in the register; ``number`` is its own."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def register_by_hand(
    *, municipality: Municipality, sheet: Sheet, grants: Grants, at: datetime
) -> Case:
    """Register the item as a new case, sorted like one of a file, and return it.

    The very same sheet within two minutes is a second click: the case of the first is returned.
    An appeal under 59-FZ needs the applicant's name and an address (art. 7); one that lacks them
    is registered all the same when the clerk says so (``Sheet.is_incomplete``). Raises
    ``NotAllowed``, ``SheetIncomplete`` and ``AlreadyRegistered``.
    """
    if not _may_register(grants, municipality, sheet.channel):
        raise NotAllowed(Permission.REGISTER_CASE)
    _check(sheet, at)
    with transaction.atomic():
        log.hold(municipality)
        _check_not_registered(municipality, sheet)
        # The chain of the log is held: of two clicks the second finds the case of the first.
        if twin := _registered_just_now(municipality, sheet, at):
            return twin
        today = municipality.local(at).date()
        numbered = Numbered(today, sheet.kind, sheet.channel, sheet.applicant_name)
        number = take_numbers(municipality, [numbered])[0]
        case, clocks, entries, decided = _make(municipality, sheet, number, at)
        case.save()
        guesses.keep([(case, decided.topic_guess)])
        uses.keep([(case, decided.uses)])
        for clock in clocks:
            clock.case = case
            clock.save()
        if case.kind == CaseKind.APPEAL:
            Question.objects.create(case=case, number=1)
        entries = [log.Entry(e.name, case.pk, e.at, e.data, e.actor) for e in entries]
        log.append(municipality, entries, person=grants.person, recorded_at=at)
    return case


def _may_register(grants: Grants, municipality: Municipality, channel: str) -> bool:
    if channel not in HAND_CHANNELS:
        return False
    scopes: tuple[Scope, ...] = grants.scopes_of(Permission.REGISTER_CASE, municipality.pk)
    return any(scope.channels is None or channel in scope.channels for scope in scopes)


def _check(sheet: Sheet, at: datetime) -> None:
    missing = [] if sheet.text.strip() else ["text"]
    if sheet.received_at > at:
        missing.append("received_at")
    if sheet.kind == CaseKind.APPEAL:
        if not sheet.is_incomplete:
            missing.extend(lack.value for lack in _lacks(sheet) if lack is not Lack.SUBSTANCE)
        if not sheet.appeal_kind:
            missing.append("appeal_kind")
    if missing:
        raise SheetIncomplete(tuple(missing))


def _lacks(sheet: Sheet) -> tuple[Lack, ...]:
    given = Given(
        sheet.channel,
        sheet.applicant_name,
        sheet.applicant_address,
        sheet.applicant_email,
        sheet.text,
    )
    return lacks_of(given)


def _check_not_registered(municipality: Municipality, sheet: Sheet) -> None:
    external_id = sheet.external_id.strip()
    if not external_id:
        return
    same = Case.objects.of_municipality(municipality).filter(
        channel=sheet.channel, external_id=external_id
    )
    number = same.values_list("number", flat=True).first()
    if number is not None:
        raise AlreadyRegistered(number)


def _registered_just_now(municipality: Municipality, sheet: Sheet, at: datetime) -> Case | None:
    return (
        Case.objects.of_municipality(municipality)
        .filter(
            channel=sheet.channel,
            received_at=sheet.received_at,
            registered_at__gt=at - SAME_CLICK,
            kind=sheet.kind,
            text=sheet.text.strip(),
            applicant_name=sheet.applicant_name.strip(),
            applicant_phone=sheet.applicant_phone.strip(),
        )
        .first()
    )


def _make(
    municipality: Municipality, sheet: Sheet, number: str, at: datetime
) -> tuple[Case, list[Clock], list[log.Entry], Sorted]:
    catalogue = Catalogue(municipality)
    today = municipality.local(at).date()
    sorter = Sorter(catalogue, reader_of(catalogue, today), today)
    decided = sorter.sort(_as_incoming(sheet))
    case = _case(municipality, sheet, decided, number, at)
    clocks: list[Clock] = []
    calendar = calendar_of(municipality)
    running = terms.running_terms(decided.regulation.terms.all()) if decided.regulation else ()
    occurrences = [("received", sheet.received_at), ("registered", at)]
    if case.recipient_id is not None:
        occurrences.append(("assigned", at))
    for occurrence, moment in occurrences:
        terms.apply_occurrence(clocks, running, occurrence, moment, calendar)
    terms.set_next_due(case, clocks)
    entries = [
        log.Entry("case.received", None, sheet.received_at, {"channel": sheet.channel}),
        log.Entry("case.registered", None, at, {"number": number, **_told_lacks(sheet)}),
        log.Entry("case.sorted", None, at, {"decisions": decided.decisions}, log.MACHINE),
    ]
    return case, clocks, entries, decided


def _told_lacks(sheet: Sheet) -> dict[str, object]:
    """Return what the log says of an appeal registered without what the law asks for."""
    lacks = _lacks(sheet) if sheet.kind == CaseKind.APPEAL else ()
    return {"lacks": "; ".join(lack.name.lower() for lack in lacks)} if lacks else {}


def _case(
    municipality: Municipality, sheet: Sheet, decided: Sorted, number: str, at: datetime
) -> Case:
    contacts = (
        sheet.applicant_name,
        sheet.applicant_address,
        sheet.applicant_phone,
        sheet.applicant_email,
    )
    return Case(
        municipality=municipality,
        number=number,
        channel=sheet.channel,
        external_id=sheet.external_id.strip(),
        source=sheet.source,
        kind=sheet.kind,
        appeal_kind=sheet.appeal_kind if sheet.kind == CaseKind.APPEAL else "",
        author_kind=sheet.author_kind,
        is_collective=sheet.is_collective,
        applicant_name=sheet.applicant_name.strip(),
        applicant_address=sheet.applicant_address.strip(),
        applicant_phone=sheet.applicant_phone.strip(),
        applicant_email=sheet.applicant_email.strip(),
        text=sheet.text.strip(),
        received_at=sheet.received_at,
        registered_at=at,
        topic_id=decided.topic_id,
        topic_group_id=decided.topic_group_id,
        settlement_id=decided.settlement_id,
        street_id=decided.street_id,
        house=decided.house,
        place_text=decided.place_text,
        jurisdiction_level=decided.jurisdiction_level,
        recipient_id=decided.recipient_id,
        executor_id=decided.executor_id,
        block_id=decided.block_id,
        regulation=decided.regulation,
        fast_track=decided.fast_track,
        importance=decided.importance,
        red_flag=decided.red_flag,
        flag_waits_since=at if decided.red_flag else None,
        tone=decided.tone,
        decisions=decided.decisions,
        state=State.ASSIGNED if decided.recipient_id else State.REGISTERED,
        state_at=at,
        is_demo=municipality.is_demo,
        **search_fields(sheet.text.strip(), decided, contacts),
    )


def _as_incoming(sheet: Sheet) -> Incoming:
    return Incoming(
        channel=sheet.channel,
        external_id=sheet.external_id,
        received_at=sheet.received_at,
        text=sheet.text.strip(),
        is_appeal=sheet.kind == CaseKind.APPEAL,
        settlement=sheet.settlement,
        street=sheet.street,
        house=sheet.house,
        staff={},
        payload={},
    )
