"""A small invented district for tests of the case file: real registry rows, few of them."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import (
    Municipality,
    Organisation,
    Person,
    Regulation,
    RegulationTerm,
    RoleAssignment,
    RoutingRule,
    SectorBlock,
    Territory,
    Topic,
    TopicBlock,
    TopicEdition,
    TopicMapping,
)

ZONE = ZoneInfo("Asia/Krasnoyarsk")
# A Monday in the middle of a working day.
NOW = datetime(2026, 10, 12, 10, 0, tzinfo=ZONE)
TODAY = NOW.date()


@dataclass
class District:
    """The rows a test speaks of by name."""

    municipality: Municipality
    council: Organisation
    school: Organisation
    network: Organisation
    block: SectorBlock
    other_block: SectorBlock
    snow: Topic
    dogs: Topic
    settlement: Territory
    street: Territory
    people: dict[str, Person]

    def grants(self, login: str, on: date = TODAY) -> Grants:
        """Return what the person of the cast may do."""
        return grants_of(self.people[login], on)


def build_district(code: str = "lugovsk") -> District:
    """Store the district and return it. The cast: curator, im, pos, lead, executor, stranger."""
    municipality = Municipality.objects.create(
        code=code, name="Луговской район", short_name="Луговской", time_zone=ZONE.key
    )
    block = SectorBlock.objects.create(municipality=municipality, code="roads", name="Дороги")
    other = SectorBlock.objects.create(municipality=municipality, code="school", name="Образование")
    council = _organisation(municipality, "council", "Луговской сельсовет", block)
    school = _organisation(municipality, "school", "Луговская школа", other, kind="institution")
    network = _organisation(
        municipality, "network", "Электросети", None, is_recipient=False, level="regional"
    )
    snow, dogs = _topics(municipality, block)
    settlement, street = _places(municipality)
    RoutingRule.objects.create(
        municipality=municipality,
        code="snow",
        name="Снег на дорогах",
        topics=snow.code,
        recipient=council,
    )
    people = _people(municipality, council, school, block)
    build_regulations()
    return District(
        municipality,
        council,
        school,
        network,
        block,
        other,
        snow,
        dogs,
        settlement,
        street,
        people,
    )


def _organisation(
    municipality: Municipality,
    code: str,
    name: str,
    block: SectorBlock | None,
    *,
    kind: str = "village_council",
    is_recipient: bool = True,
    level: str = "municipal",
) -> Organisation:
    return Organisation.objects.create(
        municipality=municipality,
        code=code,
        name=name,
        block=block,
        kind=kind,
        is_recipient=is_recipient,
        jurisdiction_level=level,
    )


def _topics(municipality: Municipality, block: SectorBlock) -> tuple[Topic, Topic]:
    im, _made = TopicEdition.objects.get_or_create(
        classifier="im", edition="2025", defaults={"name": "ИМ"}
    )
    pos, _made = TopicEdition.objects.get_or_create(
        classifier="pos", edition="open", defaults={"name": "ПОС", "is_open": True}
    )
    roads = _topic(im, "im-04", "Дороги", None)
    snow = _topic(im, "im-04-12", "Уборка дорог от снега и наледи", roads, "снег;сугробы")
    safety = _topic(im, "im-01", "Безопасность и правопорядок", None)
    dogs = _topic(im, "im-01-09", "Отлов безнадзорных собак и кошек", safety, "собаки бегают;стая")
    category = _topic(pos, "pos-01", "Автомобильные дороги", None)
    TopicMapping.objects.get_or_create(from_topic=category, to_topic=roads)
    TopicBlock.objects.create(municipality=municipality, topic=roads, block=block)
    return snow, dogs


def _topic(
    edition: TopicEdition, code: str, name: str, parent: Topic | None, synonyms: str = ""
) -> Topic:
    topic, _made = Topic.objects.get_or_create(
        edition=edition, code=code, defaults={"name": name, "parent": parent, "synonyms": synonyms}
    )
    return topic


def _places(municipality: Municipality) -> tuple[Territory, Territory]:
    council = Territory.objects.create(
        municipality=municipality, code="t-council", kind="village_council", name="Луговской"
    )
    settlement = Territory.objects.create(
        municipality=municipality,
        code="t-lugovoe",
        kind="settlement",
        type_label="с",
        name="Луговое",
        parent=council,
    )
    street = Territory.objects.create(
        municipality=municipality,
        code="t-lugovoe-lenina",
        kind="street",
        type_label="ул",
        name="Ленина",
        parent=settlement,
    )
    return settlement, street


def _people(
    municipality: Municipality, council: Organisation, school: Organisation, block: SectorBlock
) -> dict[str, Person]:
    cast = (
        ("curator", "curator", None, None),
        ("im", "incident_coordinator", None, None),
        ("pos", "feedback_coordinator", None, None),
        ("lead", "block_lead", block, None),
        ("executor", "executor", None, council),
        ("teacher", "executor", None, school),
        ("head", "head", None, None),
        ("observer", "region_observer", None, None),
        ("auditor", "auditor", None, None),
        ("admin", "administrator", None, None),
        ("stranger", "", None, None),
    )
    people = {}
    for login, role, role_block, organisation in cast:
        person = Person.objects.create(
            login=f"{municipality.code}-{login}", last_name=login.title(), organisation=organisation
        )
        people[login] = person
        if role:
            RoleAssignment.objects.create(
                person=person,
                role=role,
                municipality=municipality,
                block=role_block,
                organisation=organisation,
            )
    return people


def build_regulations() -> None:
    """Store the three regulations the tests count by, unless they are there."""
    if Regulation.objects.exists():
        return
    law = Regulation.objects.create(
        code="fz59",
        version="1",
        name="59-ФЗ",
        kind="appeal",
        extension_days=30,
        extension_times=1,
        priority=10,
    )
    _term(law, "registration", 3, "calendar_days", "back", "received", "registered")
    _term(law, "transfer", 7, "calendar_days", "back", "registered", "assigned;transferred")
    _term(law, "final_reply", 30, "calendar_days", "back", "registered;reopened", "final_reply")
    im = Regulation.objects.create(
        code="im", version="1", name="ИМ", kind="message", channels="im", priority=20
    )
    _term(im, "first_reply", 9, "working_hours", "none", "received;reopened", "first_reply")
    _term(im, "interim_followup", 7, "working_days", "none", "interim_reply", "final_reply;closed")
    pos = Regulation.objects.create(
        code="pos", version="1", name="ПОС", kind="message", channels="", priority=30
    )
    _term(pos, "final_reply", 30, "calendar_days", "back", "registered;reopened", "final_reply")


def _term(
    regulation: Regulation,
    clock: str,
    amount: int,
    unit: str,
    rule: str,
    starts_at: str,
    stops_at: str,
) -> None:
    RegulationTerm.objects.create(
        regulation=regulation,
        clock=clock,
        amount=amount,
        unit=unit,
        last_day_rule=rule,
        starts_at=starts_at,
        stops_at=stops_at,
    )
